package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion.Source.OfEnvironment;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promoting into environments that stand on tags, as gitops.yaml declares them: on a real Git server. */
class TagPromotionTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private ConfigRepository config;
    private final TagPromoter tags = TagPromoter.onOwnThreads(Clock.systemUTC());
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: dev, branch: dev}
                      - {name: staging, branch: main, path: web, after: [dev]}
                      - {name: prod, tag: v*, path: web, after: [staging]}
                      - {name: live, tag: live, path: web, after: [staging]}
                      - name: gated
                        tag: gated
                        path: web
                        after: [staging]
                        gates: [{job: {name: nobody-tells}}]
                """, "web/web.yaml", web("1")));
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    @AfterEach
    void stop() {
        tags.close();
        promoter.close();
        mirrors.close();
        server.close();
    }

    private static String web(String tag) {
        return "kind: Deployment\nspec: {template: {spec: {containers: [{name: web, image: \"r.io/web:" + tag
                + "\"}]}}}\n";
    }

    private String toStaging(String tag) throws Exception {
        PromotionRequest request = new EnvironmentPromotion(
                        config, shop(), config.environment(shop(), "staging"), Clock.systemUTC())
                .ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester(null));
        return promoter.promote(config.mirror(), request, PromotionListener.NONE)
                .commit();
    }

    private void live(String commit) {
        ProvedByHand.live(server.repositories(), commit, "shop", "staging");
    }

    private Application shop() throws IOException {
        return config.application("shop");
    }

    private Requester requester(@CheckForNull String reason) {
        return new Requester("p" + ++ids, null, "build 17", "ada", null, reason, JENKINS);
    }

    private TagPromotionRequest request(String environment, TagPromotion.Source source, @CheckForNull String reason)
            throws IOException {
        return new TagPromotion(config, shop(), config.environment(shop(), environment), Clock.systemUTC())
                .of(source, Optional.empty(), requester(reason));
    }

    private PromotionResult promote(String environment, @CheckForNull String reason) throws Exception {
        return tags.promote(
                config.mirror(), request(environment, new OfEnvironment("staging"), reason), PromotionListener.NONE);
    }

    private EnvironmentHold hold(String environment) throws IOException {
        return new EnvironmentHold(config, shop(), config.environment(shop(), environment), Clock.systemUTC());
    }

    private void change(PromotionRequest request) throws Exception {
        assertThat(promoter.promote(config.mirror(), request, PromotionListener.NONE)
                        .verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
    }

    @ParameterizedTest
    @CsvSource({"prod,v0.1.0", "live,live"})
    void tagsWhatTheEnvironmentBeforeHasProved(String environment, String tag) throws Exception {
        String proved = toStaging("2");
        toStaging("3");
        PromotionResult unproved = promote(environment, null);
        assertThat(unproved.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(unproved.reason()).contains("No version of shop was proved live in staging yet");

        live(proved);
        PromotionResult result = promote(environment, null);

        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.tagged()).isEqualTo(proved);
        assertThat(server.repositories().git("config").run("rev-parse", tag + "^{commit}"))
                .isEqualTo(proved);
        assertThat(server.repositories().git("config").run("for-each-ref", "--format=%(contents)", "refs/tags/" + tag))
                .contains("Gitops-From: staging@" + proved, "Gitops-Actor: ada");
        PromotionResult again = promote(environment, null);
        assertThat(again.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(again.tagged()).isEqualTo(proved);
    }

    @Test
    void whatIsTaggedAlreadyAsksNoGateAgain() throws Exception {
        live(toStaging("2"));
        TagPromotionRequest request = request("gated", new OfEnvironment("staging"), null);
        tags.promote(config.mirror(), request.withRules(List.of()), PromotionListener.NONE);

        PromotionResult found = GatedTag.promote(
                tags,
                new PromotionGates(
                        config,
                        Renderers.with(Optional.empty()),
                        GateSources.NONE,
                        List.of(),
                        Clock.systemUTC(),
                        Runnable::run),
                request,
                PromotionListener.NONE);

        assertThat(found.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(found.commit()).isEqualTo(request.commit());
        assertThat(found.reason()).contains("found on the server");
    }

    @Test
    void skipsNoEnvironmentUnlessForced() {
        assertThatThrownBy(() -> request("prod", new OfEnvironment("dev"), null))
                .hasMessageContaining("prod comes after staging, not after dev");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "live"})
    void isHeldByAFileOnTheConfiguredRef(String environment) throws Exception {
        live(toStaging("2"));
        promote(environment, null);
        change(hold(environment).hold(null, requester("a sale")));
        assertThat(server.repositories().read("config", "main", ".gitops/shop/" + environment + ".yaml"))
                .contains("version: r.io/web:2", "reason: a sale");

        live(toStaging("3"));
        PromotionResult held = promote(environment, null);
        assertThat(held.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.reason()).contains(environment + " of shop is held at r.io/web:2 by ada");

        change(hold(environment).release(requester(null)));
        assertThat(promote(environment, null).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "live"})
    void tagsNoVersionInQuarantineUnlessForced(String environment) throws Exception {
        String good = toStaging("2");
        live(toStaging("3"));
        EnvironmentRollback rollback =
                new EnvironmentRollback(config, shop(), config.environment(shop(), "staging"), Clock.systemUTC());
        String bad = server.repositories().tip("config", "main");
        change(rollback.plan(good, List.of(), null, requester("it leaks")).rollback());

        PromotionResult quarantined = tags.promote(
                config.mirror(),
                request(environment, new TagPromotion.Source.Revision(bad), null),
                PromotionListener.NONE);
        assertThat(quarantined.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(quarantined.reason()).contains("r.io/web:3 is in quarantine by ada", "it leaks");

        PromotionResult forced = tags.promote(
                config.mirror(),
                request(environment, new TagPromotion.Source.Revision(bad), "it must"),
                PromotionListener.NONE);
        assertThat(forced.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(forced.tagged()).isEqualTo(bad);
    }

    @Test
    void goesBackByTagAloneWhereItStandsOnOne() {
        assertThatThrownBy(() -> new EnvironmentRollback(
                                config, shop(), config.environment(shop(), "prod"), Clock.systemUTC())
                        .choose(null, List.of()))
                .hasMessageContaining("prod of shop stands on a tag: go back by promoting the earlier commit");
    }
}
