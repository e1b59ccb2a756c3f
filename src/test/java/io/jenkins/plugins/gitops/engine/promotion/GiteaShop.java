package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A shop in one environment, promoted by pull request on a Gitea. */
final class GiteaShop implements AutoCloseable {
    static final String HEAD = "gitops/promote/shop/prod";
    static final String FILE = "envs/prod/web.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final GiteaRepository repository;
    final Mirror mirror;
    final Forge forge;
    final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private final Mirrors mirrors;
    private int ids;

    private GiteaShop(GiteaRepository repository, Mirrors mirrors) throws IOException {
        this.repository = repository;
        this.mirrors = mirrors;
        this.mirror = open(mirrors);
        this.forge = repository.forge();
    }

    /** One that runs version 1 once, in a repository of its own. */
    static GiteaShop create(Gitea gitea, Path cache) throws IOException, InterruptedException {
        GiteaRepository repository = GiteaRepository.create(gitea);
        repository.commit(
                "main", Map.of("gitops.yaml", gitopsYaml("{labels: [gitops]}"), FILE, web("1", 1), "README", "here"));
        return new GiteaShop(repository, new Mirrors(cache));
    }

    @Override
    public void close() {
        promoter.close();
        mirrors.close();
    }

    static String gitopsYaml(String pullRequest) {
        return """
                applications:
                  - name: shop
                    environments:
                      - {name: prod, folder: envs/prod, delivery: external, pullRequest: %s}
                """.formatted(pullRequest);
    }

    static String web(String tag, int replicas) {
        return "kind: Deployment\nspec:\n  replicas: " + replicas
                + "\n  strategy: {type: Recreate}\n  paused: false\n  minReadySeconds: 0\n  revisionHistoryLimit: 1\n"
                + "  template: {spec: {containers: [{name: web, image: \"r.io/web:" + tag + "\"}]}}\n";
    }

    /** Its repository, through mirrors of one's own. */
    Mirror open(Mirrors at) throws IOException {
        return at.open(repository.access());
    }

    static Order order(@CheckForNull Integer number) {
        return number == null ? null : Order.build(number, "");
    }

    PromotionRequest request(String tag, @CheckForNull Integer order) throws IOException {
        return request(mirror, "p" + ++ids, tag, order);
    }

    PromotionRequest request(Mirror through, String id, String tag, @CheckForNull Integer order) throws IOException {
        ConfigRepository config = new ConfigRepository(through, null);
        Application shop = config.application("shop");
        Requester requester = new Requester(
                id,
                null,
                "https://ci.example.com/job/shop/17/",
                "ada",
                order(order),
                null,
                new Person("Jenkins", "j@example.com"));
        return new EnvironmentPromotion(config, shop, config.environment(shop, "prod"), Clock.systemUTC())
                .ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester);
    }

    PullRequestPlan plan(PromotionRequest request, boolean waits) throws IOException {
        ConfigRepository config = new ConfigRepository(mirror, null);
        return new JointPromotion(config, List.of(config.application("shop")), "prod", Clock.systemUTC())
                .byPullRequest(request, Renderers.with(Optional.empty()), waits, null);
    }

    PullRequestPromotion promotion(PullRequestPlan plan) {
        return new PullRequestPromotion(
                mirror,
                forge,
                plan,
                MergeGate.OPEN,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                Clock.systemUTC());
    }

    PullRequestResult promote(String tag, @CheckForNull Integer order) throws Exception {
        return PullRequestLoop.run(promotion(plan(request(tag, order), false)), Clock.systemUTC(), status -> {});
    }

    /** One that waits, with its pull request open. */
    PullRequestPromotion waiting(String tag, @CheckForNull Integer order) throws Exception {
        PullRequestPromotion promotion = promotion(plan(request(tag, order), true));
        awaitStatus(promotion, "Waiting for somebody to merge");
        return promotion;
    }

    static void awaitStatus(PullRequestPromotion promotion, String part) {
        await().atMost(PATIENCE).until(() -> {
            PullRequestLook look = promotion.look();
            assertThat(look).isInstanceOf(PullRequestLook.Again.class);
            return ((PullRequestLook.Again) look).status().contains(part);
        });
    }

    static PullRequestResult result(PullRequestPromotion promotion) {
        AtomicReference<PullRequestResult> result = new AtomicReference<>();
        await().atMost(PATIENCE).until(() -> {
            if (promotion.look() instanceof PullRequestLook.Done done) {
                result.set(done.result());
            }
            return result.get() != null;
        });
        return result.get();
    }

    void declare(String pullRequest) throws Exception {
        repository.commit("main", "gitops.yaml", gitopsYaml(pullRequest));
    }

    /** Merged by itself as soon as the check {@code ci} holds. */
    void declareWithCheck() throws Exception {
        declare("{merge: automatic}");
        repository.send("POST", "/branch_protections", """
                {"rule_name":"main","enable_status_check":true,"status_check_contexts":["ci"],
                 "block_admin_merge_override":true,"enable_push":true}""");
    }

    JsonNode pulls(String state) throws Exception {
        return repository.json("/pulls?state=" + state);
    }

    PullRequest only() throws Exception {
        JsonNode open = pulls("open");
        assertThat(open).hasSize(1);
        return forge.read(open.get(0).path("number").longValue());
    }

    boolean hasHead() throws Exception {
        return mirror.resolve("refs/heads/" + HEAD).isPresent();
    }

    void mergeByHand(String how, String title, String message) throws Exception {
        long number = only().number();
        String order =
                "{\"do\":\"%s\",\"merge_title_field\":\"%s\",\"merge_message_field\":\"%s\",\"delete_branch_after_merge\":true}"
                        .formatted(how, title, message);
        // refused while Gitea still finds out whether it may be
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> repository
                        .send("POST", "/pulls/" + number + "/merge", order)
                        .isEmpty());
    }
}
