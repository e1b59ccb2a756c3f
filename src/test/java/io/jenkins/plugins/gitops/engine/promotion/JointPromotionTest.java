package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.audit.Change;
import io.jenkins.plugins.gitops.engine.audit.History;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several applications in one commit: on a real Git server. */
class JointPromotionTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private ConfigRepository config;
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        """
                        defaults: {delivery: external}
                        applications:
                          - name: web
                            environments: [{name: dev, folder: dev/web}, {name: prod, folder: prod/web}]
                          - name: api
                            environments: [{name: dev, folder: dev/api}, {name: prod, folder: prod/api}]
                          - name: mail
                            environments: [{name: prod, branch: mail}]
                          - name: shop
                            environments: [{name: dev, folder: dev/shop}, {name: prod, folder: prod/shop, pullRequest: true}]
                          - name: bank
                            environments:
                              - {name: dev, folder: dev/bank, gates: [{window: {allow: [{schedule: "0 9 * * mon-fri", duration: 8h}]}}]}
                        """,
                        "dev/web/web.yaml",
                        pod("web", "1"),
                        "dev/api/api.yaml",
                        pod("api", "1"),
                        "dev/bank/bank.yaml",
                        pod("bank", "1"),
                        "prod/web/web.yaml",
                        pod("web", "1"),
                        "prod/api/api.yaml",
                        pod("api", "1")));
        server.commitDirectly("config", "mail", Map.of("mail.yaml", pod("mail", "1")));
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    @AfterEach
    void stop() {
        promoter.close();
        mirrors.close();
        server.close();
    }

    private static String pod(String name, String tag) {
        return "kind: Pod\nspec: {containers: [{name: main, image: \"r.io/" + name + ":" + tag + "\"}]}\n";
    }

    private JointPromotion to(String environment, String... names) throws IOException {
        List<Application> applications = new ArrayList<>();
        for (String name : names) {
            applications.add(config.application(name));
        }
        return new JointPromotion(config, applications, environment, Clock.systemUTC());
    }

    private Requester requester(int order, @CheckForNull String reason) {
        return new Requester("p" + ++ids, null, "build 17", "ada", Order.build(order, "ci"), reason, JENKINS);
    }

    private static List<ImageEdit.Image> images(String... images) {
        return Stream.of(images).map(ImageEdit.Image::parse).toList();
    }

    private PromotionResult promote(PromotionRequest request) throws Exception {
        return promoter.promote(config.mirror(), request, PromotionListener.NONE);
    }

    private String tag(String environment, String name) {
        String file = server.repositories().read("config", "main", environment + "/" + name + "/" + name + ".yaml");
        return file.replaceAll("(?s).*:(\\w+)\"}.*", "$1");
    }

    private String commits() {
        return server.repositories().git("config").run("rev-list", "--count", "main");
    }

    private List<Change> changes(String application) throws IOException {
        String tip = config.mirror().resolve("HEAD").orElseThrow();
        return History.read(config.mirror(), application, Map.of("dev", List.of(tip)), 10)
                .changes();
    }

    @Test
    void oneCommitTellsOfEach() throws Exception {
        PromotionResult result =
                promote(to("dev", "web", "api").ofImages(images("r.io/web=2", "r.io/api=3"), requester(7, null)));

        assertThat(result.verdict()).as(result.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.files()).containsExactly("dev/api/api.yaml", "dev/web/web.yaml");
        assertThat(commits()).isEqualTo("2");
        assertThat(tag("dev", "web")).isEqualTo("2");
        assertThat(tag("dev", "api")).isEqualTo("3");
        for (String application : List.of("web", "api")) {
            assertThat(changes(application)).singleElement().satisfies(change -> {
                assertThat(change.commit()).isEqualTo(result.commit());
                assertThat(change.version())
                        .isEqualTo("r.io/" + application + (application.equals("web") ? ":2" : ":3"));
                assertThat(change.by()).isEqualTo("ada");
            });
        }
        assertThat(server.repositories().git("config").run("log", "-1", "--format=%s", "main"))
                .isEqualTo("Promote web, api to dev");
    }

    @Test
    void anObjectionOfOneIsOneAgainstAll() throws Exception {
        promote(to("dev", "api").ofImages(images("api=9"), requester(9, null)));
        PromotionRequest both = to("dev", "web", "api").ofImages(images("web=2", "api=3"), requester(7, null));
        PromotionResult older = promote(both);
        assertThat(older.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(older.reason()).contains("api/dev");

        promote(new EnvironmentHold(
                        config,
                        config.application("web"),
                        config.environment(config.application("web"), "dev"),
                        Clock.systemUTC())
                .hold(null, requester(9, "a sale")));
        PromotionResult held =
                promote(to("dev", "api", "web").ofImages(images("web=2", "api=10"), requester(10, null)));
        assertThat(held.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.reason()).startsWith("web: dev of web is held at r.io/web:1");
        assertThat(tag("dev", "web")).isEqualTo("1");
        assertThat(tag("dev", "api")).isEqualTo("9");
    }

    @Test
    void whatOneHasNotProvedKeepsAllBack() throws Exception {
        String commit = promote(to("dev", "web", "api").ofImages(images("web=2", "api=3"), requester(7, null)))
                .commit();
        live(commit, "web");
        PromotionResult unproved = promote(to("prod", "web", "api").fromProved("dev", null, requester(8, null)));
        assertThat(unproved.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(unproved.reason()).startsWith("api: No version of api was proved live in dev");

        live(commit, "api");
        PromotionResult proved = promote(to("prod", "web", "api").fromProved("dev", null, requester(8, null)));
        assertThat(proved.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(tag("prod", "web")).isEqualTo("2");
        assertThat(tag("prod", "api")).isEqualTo("3");
        PromotionResult again = promote(to("prod", "web", "api").fromProved("dev", null, requester(8, null)));
        assertThat(again.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
    }

    private void live(String commit, String application) {
        server.repositories()
                .git("config")
                .run(
                        "notes",
                        "--ref",
                        "gitops",
                        "append",
                        "-m",
                        "{\"v\":1,\"type\":\"verdict\",\"commit\":\"" + commit + "\",\"application\":\"" + application
                                + "\",\"environment\":\"dev\",\"verdict\":\"LIVE\",\"time\":\"" + Instant.now() + "\"}",
                        commit);
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> to("prod", "shop", "web").fromProved("dev", null, requester(7, null)))
                .hasMessage("prod of shop is promoted to by pull request: promote shop by itself");
        assertThatThrownBy(() -> to("dev", "web", "bank").ofImages(images("web=2", "bank=2"), requester(7, null)))
                .hasMessage("dev of bank has gates: promote bank by itself, so that they are asked about it alone");
        assertThatThrownBy(() -> to("prod", "web", "mail").ofImages(images("web=2", "mail=2"), requester(7, null)))
                .hasMessage("prod of web stands on the branch main, that of mail on mail; in one commit go only"
                        + " applications on the same branch");
        assertThatThrownBy(() -> to("dev", "web", "api").ofImages(images("web=2"), requester(7, null)))
                .hasMessage("dev of api runs none of the images web");
        assertThatThrownBy(() -> to("dev", "web", "api").ofImages(images("web=2", "api=2", "db=2"), requester(7, null)))
                .hasMessage("None of web, api runs the image db in dev");
    }
}
