package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promoting from environment to environment, rolling back, holding: on a real Git server. */
class EnvironmentChangesTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private ConfigRepository config;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository(
                "config",
                Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: dev, folder: envs/dev}
                      - {name: prod, branch: env/prod, path: manifests}
                  - name: elsewhere
                    source: {repository: other}
                    environments:
                      - {name: prod, folder: else}
                  - name: web
                    order: semver
                    environments:
                      - {name: prod, folder: web}
                """, "envs/dev/web.yaml", web("1", 1), "web/web.yaml", web("1.0.0", 1)));
        server.commitDirectly("config", "env/prod", Map.of("manifests/web.yaml", web("1", 9)));
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    @AfterEach
    void stop() {
        promoter.close();
        mirrors.close();
        server.close();
    }

    private static String web(String tag, int replicas) {
        return "kind: Deployment\nspec:\n  replicas: " + replicas
                + "\n  template: {spec: {containers: [{name: web, image: \"r.io/web:" + tag + "\"}]}}\n";
    }

    private Application shop() throws IOException {
        return config.application("shop");
    }

    private Environment environment(String name) throws IOException {
        return config.environment(shop(), name);
    }

    private EnvironmentPromotion to(String name) throws IOException {
        return new EnvironmentPromotion(config, shop(), environment(name), clock);
    }

    private Requester requester(@CheckForNull Integer order, @CheckForNull String reason) {
        return new Requester(
                "p" + ++ids, null, "build 17", "ada", order == null ? null : Order.build(order, ""), reason, JENKINS);
    }

    private PromotionResult promote(PromotionRequest request) throws Exception {
        return promoter.promote(config.mirror(), request, PromotionListener.NONE);
    }

    private PromotionResult toDev(String tag, int order) throws Exception {
        PromotionResult result =
                promote(to("dev").ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester(order, null)));
        assertThat(result.verdict()).as(result.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        return result;
    }

    private PromotionRequest devToProd(String commit, @CheckForNull String reason) throws IOException {
        return to("prod").from(environment("dev"), commit, requester(null, reason));
    }

    private EnvironmentRollback.Plan rollback(@CheckForNull String wanted, List<String> proved) throws IOException {
        return new EnvironmentRollback(config, shop(), environment("prod"), clock)
                .plan(wanted, proved, null, requester(null, "it leaks"));
    }

    private EnvironmentHold hold() throws IOException {
        return new EnvironmentHold(config, shop(), environment("prod"), clock);
    }

    private String prod() {
        return server.repositories().read("config", "env/prod", "manifests/web.yaml");
    }

    private String trailers(String branch) {
        return server.repositories().git("config").run("log", "-1", "--format=%(trailers:only,unfold)", branch);
    }

    @Test
    void carriesTheVersionOfOneEnvironmentToAnother() throws Exception {
        String commit = toDev("2", 17).commit();
        String before = server.repositories().tip("config", "env/prod");
        PromotionResult result = promote(devToProd(commit, null));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.branch()).isEqualTo("env/prod");
        assertThat(prod()).isEqualTo(web("2", 9));
        assertThat(trailers("env/prod").lines())
                .contains(
                        "Gitops-Application: shop",
                        "Gitops-Environment: prod",
                        "Gitops-Version: r.io/web:2",
                        "Gitops-Order: 17",
                        "Gitops-From: dev@" + commit,
                        "Gitops-Actor: ada",
                        "Gitops-Build: build 17",
                        "Sha-hydrated-active: " + before);
        assertThat(promote(devToProd(commit, null)).verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
    }

    @Test
    void aVersionIsDegradedWhereThatWasFoundOnALaterCommitThatHasItToo() throws Exception {
        String good = toDev("2", 17).commit();
        String bad = toDev("3", 18).commit();
        verdict(good, NoteRecord.LIVE, 1);
        verdict(bad, NoteRecord.LIVE, 2);
        ProvedCommits proved = new ProvedCommits(config, shop(), environment("dev"));
        assertThat(proved.all()).containsExactly(bad, good);
        String beside = server.commitDirectly("config", "main", Map.of("else/pay.yaml", "kind: ConfigMap\n"));
        verdict(beside, NoteRecord.DEGRADED, 3);

        assertThat(proved.all()).containsExactly(good);
        promote(to("prod").fromProved(environment("dev"), requester(null, null)));
        assertThat(prod()).isEqualTo(web("2", 9));
        verdict(beside, NoteRecord.LIVE, 4);
        assertThat(proved.all()).startsWith(beside);
    }

    private void verdict(String commit, String verdict, int minute) {
        new NotesWriter(clock, Runnable::run)
                .append(
                        config.mirror(),
                        JENKINS,
                        List.of(NoteRecord.verdict(
                                commit, "shop", "dev", verdict, NOW.plus(Duration.ofMinutes(minute)))))
                .join();
    }

    @Test
    void theVersionKeepsItsOrderOnItsWay() throws Exception {
        String older = toDev("2", 17).commit();
        String newer = toDev("3", 18).commit();
        assertThat(promote(devToProd(newer, null)).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(devToProd(older, null)).verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(prod()).isEqualTo(web("3", 9));
        assertThat(promote(devToProd(older, "on purpose")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(trailers("env/prod"))
                .contains("Gitops-Forced: order, hold, quarantine", "Gitops-Reason: on purpose");
    }

    @Test
    void rollsBackToWhatWasProvedAndPinsIt() throws Exception {
        String good = promote(devToProd(toDev("2", 17).commit(), null)).commit();
        String bad = promote(devToProd(toDev("3", 18).commit(), null)).commit();

        EnvironmentRollback.Plan plan = rollback(null, List.of(bad, good));
        assertThat(promote(plan.rollback()).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(plan.quarantine().orElseThrow()).verdict()).isEqualTo(PromotionVerdict.PROMOTED);

        assertThat(prod()).isEqualTo(web("2", 9));
        assertThat(trailers("env/prod").lines())
                .contains(
                        "Gitops-Action: rollback",
                        "Gitops-Undoes: " + bad,
                        "Gitops-From: prod@" + good,
                        "Gitops-Version: r.io/web:2",
                        "Gitops-Order: 17",
                        "Gitops-Reason: it leaks");
        assertThat(server.repositories().read("config", "env/prod", ".gitops/shop/prod.yaml"))
                .contains("version: r.io/web:2", "by: ada", "reason: it leaks", "since: ");

        PromotionResult held = promote(devToProd(toDev("4", 19).commit(), null));
        assertThat(held.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.reason()).contains("prod of shop is held at r.io/web:2 by ada", "it leaks");

        assertThat(promote(hold().release(requester(null, null))).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        PromotionRequest again = to("dev").ofImages(List.of(ImageEdit.Image.parse("web=3")), requester(20, null));
        PromotionResult quarantined = promote(again);
        assertThat(quarantined.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(quarantined.reason()).contains("in quarantine by ada");

        server.commitDirectly("config", "main", Map.of(".gitops/shop/quarantine/by-hand.yaml", """
                quarantine: {version: 'r.io/web:3', by: grace, reason: it leaks, since: 2026-05-01T12:00:00Z}
                """));
        assertThat(promote(hold().releaseVersion("r.io/web:7", requester(null, null)))
                        .verdict())
                .isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(promote(hold().releaseVersion("web:3", requester(null, null)))
                        .verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(devToProd(toDev("3", 21).commit(), null)).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(prod()).isEqualTo(web("3", 9));
    }

    @Test
    void aForcedPromotionTakesTheHoldAway() throws Exception {
        String commit = toDev("2", 17).commit();
        promote(hold().hold(null, requester(null, "holidays")));
        assertThat(promote(devToProd(commit, null)).verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(promote(devToProd(commit, "a hotfix")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(devToProd(toDev("3", 18).commit(), null)).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void aHoldEndsByItsOwnDate() throws Exception {
        String commit = toDev("2", 17).commit();
        promote(hold().hold(NOW.plus(Duration.ofHours(1)), requester(null, "for an hour")));
        assertThat(promote(devToProd(commit, null)).verdict()).isEqualTo(PromotionVerdict.GATED);
        clock = Clock.fixed(NOW.plus(Duration.ofHours(1)), ZoneOffset.UTC);
        assertThat(promote(devToProd(commit, null)).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void aHoldThatCannotBeReadHolds() throws Exception {
        String commit = toDev("2", 17).commit();
        server.commitDirectly("config", "env/prod", Map.of(".gitops/shop/prod.yaml", "hold: {by: ada}\n"));
        assertThatThrownBy(() -> promote(devToProd(commit, null)))
                .hasMessageContaining(".gitops/shop/prod.yaml:1:1")
                .hasMessageContaining("version");
    }

    @Test
    void rollsBackByNameOrSaysThatItCannot() throws Exception {
        promote(devToProd(toDev("2", 17).commit(), null));
        promote(devToProd(toDev("3", 18).commit(), null));
        assertThatThrownBy(() -> rollback(null, List.of()))
                .hasMessageContaining("No other version of shop was proved healthy in prod");
        assertThatThrownBy(() -> rollback("9", List.of())).hasMessageContaining("ever promoted to prod");
        assertThatThrownBy(() -> rollback("3", List.of())).hasMessageContaining("has r.io/web:3 already");
        assertThat(promote(rollback("r.io/web:2", List.of()).rollback()).verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(prod()).isEqualTo(web("2", 9));
    }

    @Test
    void aVersionIsNamedAsAWholeAndWhatCannotBeReadIsPassedOver() throws Exception {
        String good = promote(devToProd(toDev("2", 17).commit(), null)).commit();
        promote(devToProd(toDev("21", 18).commit(), null));
        promote(devToProd(toDev("3", 19).commit(), null));
        assertThat(rollback("2", List.of()).version()).isEqualTo("r.io/web:2");
        assertThat(rollback(null, List.of("0".repeat(40), good)).version()).isEqualTo("r.io/web:2");
        assertThatThrownBy(() -> rollback(null, List.of("0".repeat(40)))).hasMessageContaining("(1 cannot)");
    }

    @Test
    void undoesWhatWasSeenAndNothingThatCameInBetween() throws Exception {
        promote(devToProd(toDev("2", 17).commit(), null));
        promote(devToProd(toDev("3", 18).commit(), null));
        EnvironmentRollback.Plan plan = rollback("r.io/web:2", List.of());
        promote(devToProd(toDev("4", 19).commit(), null));

        PromotionResult result = promote(plan.rollback());

        assertThat(result.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(result.reason()).contains("Another version of shop came to prod meanwhile");
        assertThat(prod()).isEqualTo(web("4", 9));
    }

    @Test
    void undoesACommitOnlyWhereItsVersionIsStillThere() throws Exception {
        String good = promote(devToProd(toDev("2", 17).commit(), null)).commit();
        String bad = promote(devToProd(toDev("3", 18).commit(), null)).commit();
        EnvironmentRollback rollback = new EnvironmentRollback(config, shop(), environment("prod"), clock);
        server.commitDirectly("config", "env/prod", Map.of("notes.txt", "beside"));

        EnvironmentRollback.Choice choice = rollback.chooseInsteadOf(bad, List.of(good));

        assertThat(choice.target()).isEqualTo(good);
        promote(devToProd(toDev("4", 19).commit(), null));
        assertThatThrownBy(() -> rollback.chooseInsteadOf(bad, List.of(good)))
                .hasMessageContaining("prod no longer has what commit " + bad + " brought");
    }

    @Test
    void isTheSameRollbackWhenItIsPlannedAgainAfterARestart() throws Exception {
        promote(devToProd(toDev("2", 17).commit(), null));
        promote(devToProd(toDev("3", 18).commit(), null));
        EnvironmentRollback rollback = new EnvironmentRollback(config, shop(), environment("prod"), clock);
        EnvironmentRollback.Choice choice = rollback.choose("r.io/web:2", List.of());
        Requester requester = requester(null, "it leaks");
        PromotionResult first = promote(rollback.plan(choice, null, requester).rollback());

        EnvironmentRollback.Plan again = rollback.plan(choice, null, requester);
        PromotionResult second = promote(again.rollback().withRecordedParent(choice.tip()));

        assertThat(second.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(second.commit()).isEqualTo(first.commit());
        assertThat(again.quarantined()).containsExactly("r.io/web:3");
        assertThat(again.version()).isEqualTo("r.io/web:2");
    }

    @Test
    void refusesWhatHasItsManifestsElsewhere() throws Exception {
        Application elsewhere = config.application("elsewhere");
        EnvironmentPromotion promotion =
                new EnvironmentPromotion(config, elsewhere, config.environment(elsewhere, "prod"), clock);
        assertThatThrownBy(() -> promotion.ofImages(List.of(ImageEdit.Image.parse("web=2")), requester(1, null)))
                .hasMessageContaining("has its manifests in the repository \"other\"");
    }

    @Test
    void ordersBySemanticVersionWhereThatIsDeclared() throws Exception {
        Application web = config.application("web");
        EnvironmentPromotion promotion = new EnvironmentPromotion(config, web, config.environment(web, "prod"), clock);
        for (String tag : List.of("1.10.0", "1.9.0")) {
            PromotionResult result =
                    promote(promotion.ofImages(List.of(ImageEdit.Image.parse("web=" + tag)), requester(null, null)));
            assertThat(result.verdict())
                    .isEqualTo(tag.equals("1.10.0") ? PromotionVerdict.PROMOTED : PromotionVerdict.SUPERSEDED);
        }
        assertThatThrownBy(
                        () -> promotion.ofImages(List.of(ImageEdit.Image.parse("web=latest")), requester(null, null)))
                .hasMessageContaining("ordered by semantic version");
    }
}
