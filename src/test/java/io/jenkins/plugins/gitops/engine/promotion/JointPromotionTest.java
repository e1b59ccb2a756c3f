package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.Change;
import io.jenkins.plugins.gitops.engine.audit.History;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several applications in one commit: on a real Git server. */
class JointPromotionTest {
    private static final Renderer RENDERER = Renderers.with(Optional.empty());
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
                          - name: squashed
                            environments: [{name: prod, folder: prod/squashed, pullRequest: {method: squash, merge: automatic, labels: [one]}}]
                          - name: late
                            environments: [{name: prod, folder: prod/late, pullRequest: {method: squash, labels: [one, two]}}]
                          - name: bank
                            environments:
                              - {name: dev, folder: dev/bank, gates: [{approval: {users: [grace]}}, {name: board, approval: {users: [lee]}}]}
                          - name: till
                            environments: [{name: dev, folder: dev/till, gates: [{approval: {users: [lee]}}]}]
                        """,
                        "dev/web/web.yaml",
                        pod("web", "1"),
                        "dev/api/api.yaml",
                        pod("api", "1"),
                        "dev/bank/bank.yaml",
                        pod("bank", "1"),
                        "dev/till/till.yaml",
                        pod("till", "1"),
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
        PromotionResult unproved = promote(to("prod", "web", "api").fromProved("dev", Map.of(), requester(8, null)));
        assertThat(unproved.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(unproved.reason()).startsWith("api: No version of api was proved live in dev");

        live(commit, "api");
        PromotionResult proved = promote(to("prod", "web", "api").fromProved("dev", Map.of(), requester(8, null)));
        assertThat(proved.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(tag("prod", "web")).isEqualTo("2");
        assertThat(tag("prod", "api")).isEqualTo("3");
        PromotionResult again = promote(to("prod", "web", "api").fromProved("dev", Map.of(), requester(8, null)));
        assertThat(again.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
    }

    private void live(String commit, String application) {
        ProvedByHand.live(server.repositories(), commit, application, "dev");
    }

    @Test
    void theVersionOfAnEarlierPlanIsKept() throws Exception {
        String commit = promote(to("dev", "web", "api").ofImages(images("web=2", "api=3"), requester(7, null)))
                .commit();
        live(commit, "web");
        live(commit, "api");
        PromotionRequest first = to("prod", "web", "api").fromProved("dev", Map.of(), requester(8, null));
        String newer = promote(to("dev", "api").ofImages(images("api=4"), requester(9, null)))
                .commit();
        live(newer, "api");
        promote(to("prod", "web", "api").fromProved("dev", first.carried(), requester(8, null)));
        assertThat(first.carried()).isEqualTo(Map.of("web", commit, "api", commit));
        assertThat(tag("prod", "api")).isEqualTo("3");
    }

    private PromotionRequest gated(int order, String... images) throws IOException {
        return to("dev", "web", "bank", "till").ofImages(images(images), requester(order, null));
    }

    private PromotionResult promoteGated(PromotionRequest request) throws Exception {
        return GatedPromotion.promote(promoter, gates(), request, PromotionListener.NONE);
    }

    private PromotionGates gates() {
        return new PromotionGates(
                config,
                RENDERER,
                GateSources.NONE,
                List.of("ada"),
                Clock.systemUTC(),
                task -> new Thread(task).start());
    }

    private void approve(PromotionRequest request, String user) throws Exception {
        new EnvironmentApproval(
                        config.mirror(),
                        new NotesWriter(Clock.systemUTC(), Runnable::run),
                        AuditLog.NONE,
                        Identities.IGNORING_CASE,
                        Clock.systemUTC())
                .give(request, null, new EnvironmentApproval.Word(user, Set.of(), true, "fine", JENKINS, ""))
                .get();
    }

    private static String standing(PromotionResult result) {
        return result.gates().results().stream()
                .map(gate -> gate.title() + " " + gate.state())
                .collect(Collectors.joining(", "));
    }

    @Test
    void theGatesOfEachMustBeOpen() throws Exception {
        PromotionResult closed = promoteGated(gated(7, "web=2", "bank=2", "till=2"));
        assertThat(closed.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(standing(closed)).isEqualTo("bank/approval CLOSED, bank/board CLOSED, till/approval CLOSED");
        assertThat(closed.reason()).contains("bank/board: 0 of 1 approval; asked are lee");

        // an approval of one of them alone is for the same content
        approve(to("dev", "bank").ofImages(images("bank=2"), requester(7, null)), "grace");
        approve(to("dev", "bank").ofImages(images("bank=2"), requester(7, null)), "lee");
        PromotionResult half = promoteGated(gated(7, "web=2", "bank=2", "till=2"));
        assertThat(half.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(standing(half)).isEqualTo("bank/approval OPEN, bank/board OPEN, till/approval CLOSED");
        assertThat(commits()).isEqualTo("1");

        approve(gated(7, "web=2", "bank=2", "till=2"), "lee");
        PromotionRequest request = gated(7, "web=2", "bank=2", "till=2");
        PromotionResult open = promoteGated(request);
        assertThat(open.verdict()).as(open.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(List.of(tag("dev", "web"), tag("dev", "bank"), tag("dev", "till")))
                .containsOnly("2");
        assertThat(config.mirror().commit(open.commit()).message())
                .containsSubsequence(
                        "Gitops-Application: bank\n",
                        "Gitops-Gates: approval (Approved by grace), board (Approved by lee)\n",
                        "Gitops-Application: till\n",
                        "Gitops-Gates: approval (Approved by lee)\n");
    }

    @Test
    void aPromotionThatForgetsTheGatesOfOneWritesNothing() throws Exception {
        PromotionRequest request = gated(7, "web=2", "bank=2", "till=2");
        assertThatThrownBy(() -> promote(request)).hasMessageContaining("The gates of bank dev were not asked");
        assertThat(commits()).isEqualTo("1");
    }

    @Test
    void gatesAreNotAskedAboutWhatStaysAsItIs() throws Exception {
        PromotionResult result = promoteGated(gated(7, "web=2", "bank=1", "till=1"));
        assertThat(result.verdict()).as(result.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.gates()).isNull();
        assertThat(tag("dev", "web")).isEqualTo("2");
    }

    @Test
    void theBranchOfTheirPullRequestIsTheSameInEachOrder() throws Exception {
        PromotionRequest request = to("prod", "web", "api").ofImages(images("web=2", "api=2"), requester(7, null));
        assertThat(to("prod", "web", "api")
                        .byPullRequest(request, RENDERER, false, null)
                        .head())
                .isEqualTo(to("prod", "api", "web")
                        .byPullRequest(request, RENDERER, false, null)
                        .head())
                .isEqualTo("gitops/promote/api+web/prod");
        List<String> many = IntStream.range(0, 40)
                .mapToObj(number -> "application-" + number)
                .toList();
        assertThat(PullRequestPlan.head(many, "prod"))
                .startsWith("gitops/promote/40+")
                .hasSizeLessThan(80);
    }

    @Test
    void theyArePromotedByPullRequestAsAllOfThemAskForIt() throws Exception {
        PullRequestPolicy policy = to("prod", "web", "shop").pullRequest();
        assertThat(policy.isOpened()).isTrue();
        assertThat(policy.merge()).isEqualTo(PullRequestPolicy.Merge.MANUAL);
        assertThat(to("prod", "web", "api").pullRequest().isOpened()).isFalse();
        PullRequestPolicy two = to("prod", "squashed", "late").pullRequest();
        assertThat(two.labels()).containsExactly("one", "two");
        assertThat(two.merge()).isEqualTo(PullRequestPolicy.Merge.MANUAL);
        assertThat(two.method()).isEqualTo(PullRequestPolicy.Method.SQUASH);
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> to("prod", "shop", "squashed").pullRequest())
                .hasMessage("The pull requests of shop, squashed to prod are merged in different ways; in one go only"
                        + " applications of the same method");
        assertThatThrownBy(() -> to("prod", "web", "mail").ofImages(images("web=2", "mail=2"), requester(7, null)))
                .hasMessage("prod of web stands on the branch main, that of mail on mail; in one commit go only"
                        + " applications on the same branch");
        assertThatThrownBy(() -> to("dev", "web", "api").ofImages(images("web=2"), requester(7, null)))
                .hasMessage("dev of api runs none of the images web");
        assertThatThrownBy(() -> to("dev", "web", "api").ofImages(images("web=2", "api=2", "db=2"), requester(7, null)))
                .hasMessage("None of web, api runs the image db in dev");
    }
}
