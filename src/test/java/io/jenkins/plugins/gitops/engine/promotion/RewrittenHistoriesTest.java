package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Destination;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A promotion made on one branch and brought to another by git itself, in every way there is. */
class RewrittenHistoriesTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");

    /** How the commit comes to main, which went on meanwhile. */
    enum Way {
        MERGE("merge -q --no-ff -m Merged origin/side"),
        SQUASH("merge -q --squash origin/side", "commit -q -C origin/side"),
        REBASE("checkout -q -B side origin/side", "rebase -q main", "checkout -q main", "merge -q --ff-only side"),
        CHERRY_PICK("cherry-pick -x origin/side");

        private final List<String> commands;

        Way(String... commands) {
            this.commands = List.of(commands);
        }
    }

    @TempDir
    private Path folder;

    private GitHttpServer server;
    private Mirrors mirrors;
    private Mirror mirror;
    private GitCommand clone;
    private PromotionResult promoted;

    @BeforeEach
    void promoteBeside() throws Exception {
        server = GitHttpServer.start();
        mirrors = new Mirrors(folder.resolve("mirrors"));
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n", "other.yaml", "a: 1\n"));
        server.repositories().git("config").run("branch", "side", "main");
        mirror = mirrors.open(server.access("config"));
        promoted = promote("side", "b17", 17);
        assertThat(promoted.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        server.commitDirectly("config", "main", Map.of("other.yaml", "a: 2\n"));
        GitCommand.in(folder).run("clone", "-q", server.url("config"), "clone");
        clone = GitCommand.in(folder.resolve("clone"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void itsOrderCounts(Way way) throws Exception {
        bring(way);
        assertThat(promote("main", "b16", 16).verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(promote("main", "b17", 17).verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(promote("main", "b18", 18).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @ParameterizedTest
    @EnumSource
    void itIsFoundByItsId(Way way) throws Exception {
        bring(way);
        assertThat(Promoter.find(mirror, "main", id(17), promoted.parent())).isPresent();
        assertThat(Promoter.find(mirror, "main", id(16), promoted.parent())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWaitSeesItComeGoOnAndGo(Way way) throws Exception {
        HandClock clock = new HandClock();
        Whereabouts whereabouts = new Whereabouts(source(), promoted.commit(), clock);
        assertThat(look(whereabouts, clock)).isEqualTo(Whereabouts.Relation.NOT_YET);
        bring(way);
        assertThat(look(whereabouts, clock)).isEqualTo(Whereabouts.Relation.INCLUDED);
        server.commitDirectly("config", "main", Map.of("other.yaml", "a: 3\n"));
        assertThat(look(whereabouts, clock)).isEqualTo(Whereabouts.Relation.INCLUDED);
        server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 0\n"));
        assertThat(look(whereabouts, clock)).isEqualTo(Whereabouts.Relation.REPLACED);
    }

    private static Whereabouts.Relation look(Whereabouts whereabouts, HandClock clock) throws Exception {
        clock.now = clock.now.plus(Whereabouts.INTERVAL);
        whereabouts.refresh();
        return whereabouts.relation();
    }

    private void bring(Way way) {
        way.commands.forEach(command -> clone.run(command.split(" ")));
        clone.run("push", "-q", "origin", "main");
    }

    private GitEnvironmentSource source() throws IOException {
        Environment environment = new Environment(
                "prod",
                new Target.Branch("main", ""),
                new Destination("test", "shop"),
                Delivery.EXTERNAL,
                SyncPolicy.DEFAULT,
                HealthPolicy.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                DriftPolicy.DEFAULT);
        return new GitEnvironmentSource(mirror, environment, (tree, path) -> List.of());
    }

    /** Each in a process that starts from nothing. */
    private PromotionResult promote(String branch, String version, int order) throws Exception {
        try (Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            return promoter.promote(
                    mirror,
                    new PromotionRequest(
                            id(order),
                            branch,
                            PromoterTest.tag("app.yaml", version),
                            "Promote " + version,
                            Trailers.of("shop", "prod", version, null).with(Trailer.ORDER, Integer.toString(order)),
                            JENKINS),
                    PromotionListener.NONE);
        }
    }

    private static String id(int order) {
        return "build " + order;
    }
}
