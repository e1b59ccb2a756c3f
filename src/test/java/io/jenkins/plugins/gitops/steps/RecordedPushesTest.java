package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionAudit;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import io.jenkins.plugins.gitops.engine.promotion.TagPromoter;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promotion that is looked for after a restart, on a real Git server. */
class RecordedPushesTest {
    private final PromotionRequest request = new PromotionRequest(
            "jenkins/shop#7/12",
            "main",
            new ValueEdit(List.of(ValueEdit.Value.parse("app.yaml#tag=2")), false),
            "Set the tag",
            Trailers.of("shop", "prod", "2", "shop #7"),
            new Person("Jenkins", "jenkins@example.com"));
    private final RecordedPushes pushes = new RecordedPushes();

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        server.createRepository("config", Map.of("app.yaml", "tag: 1\n"));
        mirrors = new Mirrors(cache);
        mirror = mirrors.open(server.access("config"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private RecordedPushes afterRestart() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(pushes);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RecordedPushes) in.readObject();
        }
    }

    private PromotionResult promote() throws Exception {
        try (Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            return promoter.promote(mirror, request, new PromotionListener() {
                @Override
                public void pushing(String onTopOf) {
                    pushes.keep(request, onTopOf);
                }
            });
        }
    }

    @Test
    void findsWhatArrivedWithoutAPlan() throws Exception {
        PromotionResult made = promote();
        server.commitDirectly(
                "config", "main", Map.of("gitops.yaml", "applications: [nonsense", "app.yaml", "tag: 3\n"));

        PromotionResult found = afterRestart().arrived(mirror, request.id()).orElseThrow();

        assertThat(found.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(found.commit()).isEqualTo(made.commit());
        assertThat(found.tree()).isEqualTo(made.tree());
        assertThat(found.files()).containsExactly("app.yaml");
        assertThat(found.reason()).isEqualTo("Promoted by an earlier attempt, found on the branch.");
    }

    @Test
    void knowsNothingOfWhatDidNotArriveOrWasNotTried() throws Exception {
        assertThat(afterRestart().arrived(mirror, request.id())).isEmpty();
        pushes.keep(request, server.repositories().tip("config", "main"));

        assertThat(afterRestart().arrived(mirror, request.id())).isEmpty();
        assertThat(afterRestart().arrived(mirror, "jenkins/shop#7/13")).isEmpty();
        assertThat(afterRestart().resumed(request).recordedParent())
                .isEqualTo(server.repositories().tip("config", "main"));
    }

    private TagPromotionRequest tag(String tag) throws IOException {
        return new TagPromotionRequest(
                "jenkins/shop#7/14",
                tag,
                mirror.resolve("main").orElseThrow(),
                new NextVersion.Computed(),
                Set.of(),
                null,
                Trailers.of("shop", "prod", null, "shop #7"),
                new Person("Jenkins", "jenkins@example.com"),
                PromotionRequest.TIMEOUT,
                false,
                List.of(),
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v*", "live"})
    void findsATagThatWasMadeWithoutAPlan(String declared) throws Exception {
        TagPromotionRequest tag = tag(declared);
        pushes.keep(tag, "");
        Optional<PromotionResult> before = afterRestart().tagged(mirror, tag.id());
        PromotionResult made;
        try (TagPromoter promoter = TagPromoter.onOwnThreads(Clock.systemUTC())) {
            made = promoter.promote(mirror, tag, PromotionListener.NONE);
        }
        server.commitDirectly("config", "main", Map.of("gitops.yaml", "applications: [nonsense"));
        server.repositories().git("config").run("tag", "v0.0.1", "main");
        server.repositories().git("config").run("tag", "liveliness", made.commit());

        PromotionResult found = afterRestart().tagged(mirror, tag.id()).orElseThrow();

        assertThat(before).isEmpty();
        assertThat(afterRestart().holds(tag.id())).isTrue();
        assertThat(afterRestart().resumed(tag).recordedTag()).isEmpty();
        assertThat(found.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(found.branch()).isEqualTo(made.branch());
        assertThat(found.tagged()).isEqualTo(made.commit());
        assertThat(found.tree()).isEqualTo(made.tree());
        List<AuditEvent> told = new ArrayList<>();
        new PromotionAudit(told::add, Clock.systemUTC()).tellTagged(mirror, tag.id(), tag.tagger(), found);
        assertThat(told).hasSize(1);
    }

    @Test
    void looksOnTheBranchThatItWasPushedTo() throws Exception {
        promote();
        PromotionRequest elsewhere = request.withBranch("other");

        PromotionRequest resumed = afterRestart().resumed(elsewhere);

        assertThat(resumed.branch()).isEqualTo("main");
        server.repositories().git("config").run("branch", "-m", "main", "gone");
        assertThatThrownBy(() -> afterRestart().arrived(mirror, request.id()))
                .hasMessageContaining("has no branch \"main\"");
    }
}
