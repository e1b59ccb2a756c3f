package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.MovableClock;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates of promotions by pull request: asked of a real Gitea, and shown there. */
@OnGitea
class PullRequestGatesTest {
    private static final String HEAD = "gitops/promote/shop/prod";
    private static final Renderer RENDERER = Renderers.with(Optional.empty());
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Gitea gitea;
    private final MovableClock clock = new MovableClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path cache;

    private GiteaRepository repository;
    private Mirrors mirrors;
    private ConfigRepository config;
    private Forge forge;
    private int ids;

    PullRequestGatesTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void create() throws Exception {
        repository = GiteaRepository.create(gitea);
        mirrors = new Mirrors(cache);
        config = new ConfigRepository(mirrors.open(repository.access()), null);
        forge = repository.forge();
    }

    @AfterEach
    void stop() {
        mirrors.close();
        threads.shutdownNow();
    }

    private void declare(String merge, String gate) throws Exception {
        repository.commit("main", Map.of("gitops.yaml", """
                applications:
                  - name: shop
                    environments:
                      - name: prod
                        folder: envs/prod
                        delivery: external
                        pullRequest: {merge: %s}
                        gates: [%s]
                """.formatted(merge, gate), "envs/prod/web.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec: {containers: [{name: web, image: "r.io/web:1"}]}
                """));
    }

    private PromotionRequest request(String tag, int order) throws IOException {
        Application shop = config.application("shop");
        return new EnvironmentPromotion(config, shop, config.environment(shop, "prod"), clock)
                .ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester(order));
    }

    private Requester requester(int order) {
        return new Requester(
                "p" + ++ids,
                null,
                "https://ci.example.com/job/shop/17/",
                "ada",
                Order.build(order, ""),
                null,
                new Person("Jenkins", "j@example.com"));
    }

    private PromotionGates gates() {
        return new PromotionGates(config, RENDERER, GateSources.NONE, List.of("ada"), clock, threads).with(() -> forge);
    }

    private PullRequestPlan plan(PromotionRequest request) throws IOException {
        Application shop = config.application("shop");
        return new JointPromotion(config, List.of(shop), "prod", clock).byPullRequest(request, RENDERER, false, null);
    }

    private PullRequestPromotion promotion(PromotionRequest request) throws IOException {
        return promotion(request, plan(request));
    }

    private PullRequestPromotion promotion(PromotionRequest request, PullRequestPlan plan) {
        return new PullRequestPromotion(
                config.mirror(),
                forge,
                plan,
                MergeGate.of(gates(), () -> request),
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                clock);
    }

    /** Looks, as long as it takes until gates are asked again, and again. */
    private void awaitStatus(PullRequestPromotion promotion, String part) {
        await().atMost(PATIENCE).until(() -> {
            clock.advance(Duration.ofSeconds(16));
            PullRequestLook look = promotion.look();
            assertThat(look).isInstanceOf(PullRequestLook.Again.class);
            return ((PullRequestLook.Again) look).status().contains(part);
        });
    }

    private PromotionResult result(PullRequestPromotion promotion) {
        AtomicReference<PromotionResult> result = new AtomicReference<>();
        await().atMost(PATIENCE).until(() -> {
            clock.advance(Duration.ofSeconds(16));
            if (promotion.look() instanceof PullRequestLook.Done done) {
                result.set(done.result().promotion());
            }
            return result.get() != null;
        });
        return result.get();
    }

    private String reviewer() throws Exception {
        String user = "ann-" + repository.name();
        gitea.request(
                "POST",
                "/admin/users",
                "{\"username\":\"%1$s\",\"email\":\"%1$s@example.com\",\"password\":\"pw-of-ann-1\",\"must_change_password\":false}"
                        .formatted(user));
        repository.send("PUT", "/collaborators/" + user, "{\"permission\":\"write\"}");
        return user;
    }

    private void review(String user, String event) throws Exception {
        long number = repository.json("/pulls?state=open").get(0).path("number").longValue();
        repository.send(
                "POST",
                "/pulls/" + number + "/reviews?sudo=" + user,
                "{\"event\":\"%s\",\"body\":\"so\"}".formatted(event));
    }

    /** Every status that a commit ever got, the last first. */
    private JsonNode statuses(String commit) throws Exception {
        return repository.json("/commits/" + commit + "/statuses?sort=recentupdate");
    }

    @Test
    void aBranchCanRequireThemAndTheMergeTellsThem() throws Exception {
        declare("automatic", "{approval: {forge: true, self: true}}");
        repository.send(
                "POST",
                "/branch_protections",
                "{\"rule_name\":\"main\",\"enable_status_check\":true,\"status_check_contexts\":[\"gitops/approval\"],\"block_admin_merge_override\":true}");
        String ann = reviewer();
        PullRequestPromotion promotion = promotion(request("2", 17));

        awaitStatus(promotion, "approval: 0 of 1 approval in the forge");
        awaitStatus(promotion, "approval: 0 of 1 approval in the forge");
        String head = repository.tip(HEAD);
        assertThat(statuses(head)).hasSize(1);
        assertThat(statuses(head).get(0).path("context").textValue()).isEqualTo("gitops/approval");
        assertThat(statuses(head).get(0).path("status").textValue()).isEqualTo("pending");
        assertThat(statuses(head).get(0).path("description").textValue()).isEqualTo("0 of 1 approval in the forge");
        review(ann, "REQUEST_CHANGES");
        awaitStatus(promotion, ann + " asks for changes in the pull request");
        review(ann, "APPROVED");
        PromotionResult result = result(promotion);

        assertThat(result.verdict()).as(result.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.gates().isOpen()).isTrue();
        assertThat(config.mirror().commit(result.commit()).message())
                .contains("\nGitops-Gates: approval (Approved by the account " + ann + ")\n")
                .contains("\nPull-request-id: 1\n")
                .contains("\nCommit-status-proposed-approval-phase: success\n");
        assertThat(forge.statuses(head))
                .extracting(status -> status.name() + " " + status.state())
                .containsExactly("gitops/approval SUCCESS");
    }

    /** Each: whether it goes on after a restart. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGateThatIsNotAskedAnyMoreHoldsNothingUp(boolean restarted) throws Exception {
        declare("automatic", "{approval: {forge: true, self: true}}");
        PromotionRequest first = request("2", 17);
        PullRequestPlan plan = plan(first);
        AtomicReference<PullRequestTrace> kept = new AtomicReference<>(PullRequestTrace.NONE);
        MergeGate asDeclared = MergeGate.of(gates(), () -> request("2", 17));
        PullRequestPromotion promotion =
                new PullRequestPromotion(config.mirror(), forge, plan, asDeclared, kept.get(), kept::set, clock);
        awaitStatus(promotion, "approval: 0 of 1 approval in the forge");
        String head = repository.tip(HEAD);
        repository.send("POST", "/statuses/" + head, "{\"context\":\"gitops/theirs\",\"state\":\"pending\"}");

        declare("automatic", "");
        PullRequestPromotion after = restarted
                ? new PullRequestPromotion(config.mirror(), forge, plan, asDeclared, kept.get(), kept::set, clock)
                : promotion;
        awaitStatus(after, "Check gitops/theirs is pending");
        awaitStatus(after, "Check gitops/theirs is pending");

        assertThat(statuses(head)).hasSize(3);
        assertThat(forge.statuses(head))
                .extracting(CommitStatus::name, CommitStatus::state, CommitStatus::description)
                .containsExactlyInAnyOrder(
                        tuple("gitops/approval", CommitStatus.State.SUCCESS, "not asked any more"),
                        tuple("gitops/theirs", CommitStatus.State.PENDING, ""));
        repository.send("POST", "/statuses/" + head, "{\"context\":\"gitops/theirs\",\"state\":\"success\"}");
        assertThat(result(after).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void anApprovalIsForTheCommitItWasGivenToAndForNothingElse() throws Exception {
        declare("manual", "{approval: {forge: true, self: true}}");
        String ann = reviewer();
        PromotionRequest second = request("2", 17);
        Optional<GateResult> before = only(gates().ask(second));
        PromotionResult opened = result(promotion(second));
        review(ann, "APPROVED");
        Optional<GateResult> approved = only(gates().ask(second));
        PromotionResult newer = result(promotion(request("3", 18)));
        Optional<GateResult> replaced = only(gates().ask(second));

        assertThat(before)
                .map(GateResult::reason)
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("There is no open pull request from " + HEAD + " whose approvals would count"));
        assertThat(opened.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(opened.gates().holding()).extracting(GateResult::name).containsExactly("approval");
        assertThat(approved).map(GateResult::isOpen).contains(true);
        assertThat(newer.gates().holding())
                .extracting(GateResult::reason)
                .singleElement()
                .asString()
                .startsWith("0 of 1 approval in the forge; that of the account " + ann
                        + " does not count, since it was given to commit ");
        assertThat(replaced)
                .map(GateResult::reason)
                .hasValueSatisfying(reason -> assertThat(reason).contains("does not bring what is promoted"));
    }

    private static Optional<GateResult> only(Asked asked) {
        return Optional.ofNullable(asked.evaluation())
                .map(evaluation -> evaluation.results().get(0));
    }

    @Test
    void severalApplicationsComeByOnePullRequestPastTheGatesOfEach() throws Exception {
        repository.commit(
                "main",
                Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments: [{name: prod, folder: envs/shop, pullRequest: {merge: automatic}}]
                  - name: bank
                    environments: [{name: prod, folder: envs/bank, gates: [{approval: {forge: true, self: true}}]}]
                """, "envs/shop/web.yaml", pod("web"), "envs/bank/bank.yaml", pod("bank")));
        String ann = reviewer();
        PullRequestPromotion older = joint(List.of("shop", "bank"), "2", 17);
        awaitStatus(older, "bank/approval: 0 of 1 approval in the forge");
        PullRequestPromotion newer = joint(List.of("bank", "shop"), "3", 18);
        awaitStatus(newer, "bank/approval: 0 of 1 approval in the forge");
        PromotionResult replaced = result(older);
        JsonNode open = repository.json("/pulls?state=open");
        String body = open.get(0).path("body").textValue();
        String head = repository.tip("gitops/promote/bank+shop/prod");
        review(ann, "APPROVED");
        PromotionResult merged = result(newer);

        assertThat(replaced.verdict()).as(replaced.reason()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(open).hasSize(1);
        assertThat(body)
                .contains("of **bank** to **prod**", "of **shop** to **prod**")
                .containsOnlyOnce("\n\nBuild: https://ci.example.com/job/shop/17/\n")
                .contains("\n+++ b/envs/bank/Pod bank\n", "\n+++ b/envs/shop/Pod web\n")
                .contains("\n+      image: r.io/bank:3\n");
        assertThat(merged.verdict()).as(merged.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(forge.statuses(head))
                .extracting(status -> status.name() + " " + status.state())
                .containsExactly("gitops/bank/approval SUCCESS");
        assertThat(config.mirror().commit(merged.commit()).message())
                .contains("\nGitops-Gates: approval (Approved by the account " + ann + ")\n")
                .contains("\nCommit-status-proposed-bank-approval-phase: success\n");
        TreeReader tree = config.mirror().tree("refs/heads/main");
        assertThat(new String(tree.read("envs/shop/web.yaml").orElseThrow(), StandardCharsets.UTF_8))
                .contains("r.io/web:3");
        assertThat(new String(tree.read("envs/bank/bank.yaml").orElseThrow(), StandardCharsets.UTF_8))
                .contains("r.io/bank:3");
    }

    private static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s}
                spec: {containers: [{name: main, image: "r.io/%1$s:1"}]}
                """.formatted(name);
    }

    private PullRequestPromotion joint(List<String> names, String tag, int order) throws IOException {
        List<Application> applications = new ArrayList<>();
        for (String name : names) {
            applications.add(config.application(name));
        }
        JointPromotion several = new JointPromotion(config, applications, "prod", clock);
        PromotionRequest request = several.ofImages(
                List.of(ImageEdit.Image.parse("r.io/web=" + tag), ImageEdit.Image.parse("r.io/bank=" + tag)),
                requester(order));
        return promotion(request, several.byPullRequest(request, RENDERER, false, null));
    }

    @Test
    void checksAreThoseOfTheHostThatIsConfigured() throws Exception {
        declare("manual", "{checks: [ci/build]}");
        String commit = repository.tip("main");
        repository.send("POST", "/statuses/" + commit, "{\"context\":\"ci/build\",\"state\":\"success\"}");
        GatedEdit edit = request("2", 17).gated().get(0);
        Proposed images = edit.proposed();
        Proposed carried = new Proposed(
                images.application(), images.environment(), images.version(), commit, images.into(), images.build());
        TreeReader tree = config.mirror().tree(commit);
        List<FileChange> changes = edit.edit().apply(tree);
        GatedPart part = new GatedPart(carried, changes, tree.with(changes));

        Evaluation there = gates().evaluate(part, tree, HEAD);
        Evaluation away = gates().with(() -> {
                    throw new IOException("Nothing is known of pull requests here");
                })
                .evaluate(part, tree, HEAD);

        assertThat(there.results())
                .extracting(GateResult::reason)
                .containsExactly("ci/build is successful on " + commit);
        assertThat(there.isOpen()).isTrue();
        assertThat(away.results())
                .extracting(GateResult::state, GateResult::reason)
                .containsExactly(tuple(GateResult.State.UNKNOWN, "Nothing is known of pull requests here"));
    }
}
