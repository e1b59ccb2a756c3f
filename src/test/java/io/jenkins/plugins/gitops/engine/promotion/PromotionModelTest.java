package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.git.GitRepositories;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Order, hold, quarantine and gates together, against a model that is as simple as they are meant: whatever is done to
 * two environments, in whatever order, every verdict and every file is what the model says. On a real repository.
 */
class PromotionModelTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final String DEV = "dev";
    private static final String PROD = "prod";

    sealed interface Action {
        record Promote(String environment, int tag, int order, boolean forced) implements Action {}

        record Hold(String environment, int hours) implements Action {}

        record Release(String environment) implements Action {}

        record Rollback(String environment, int tag) implements Action {}

        record Acquit(int tag) implements Action {}

        record Pass(int hours) implements Action {}
    }

    /** What is known of an environment; tag 0 is what it began with. */
    private static final class Model {
        private int tag;
        private int order;
        private boolean held;

        @CheckForNull
        private Instant heldUntil;

        /** The order that each promoted tag had last. */
        private final Map<Integer, Integer> promoted = new LinkedHashMap<>();

        boolean isHeld(Instant now) {
            return held && (heldUntil == null || now.isBefore(heldUntil));
        }
    }

    private final Map<String, Model> models = new HashMap<>();
    private final Set<Integer> quarantine = new HashSet<>();
    private final HandClock clock = new HandClock();
    private GitRepositories repositories;
    private ConfigRepository config;
    private Promoter promoter;
    private int ids;

    @AfterContainer
    static void stop() {
        THREADS.shutdownNow();
    }

    @Property(tries = 40)
    void isWhatTheModelSays(@ForAll("histories") List<Action> history) throws Exception {
        Path folder = Files.createTempDirectory("promotion-model");
        models.put(DEV, new Model());
        models.put(PROD, new Model());
        try (Mirrors mirrors = new Mirrors(folder.resolve("mirrors"));
                Promoter own = Promoter.onOwnThreads(Clock.systemUTC())) {
            promoter = own;
            create(folder);
            config = new ConfigRepository(
                    mirrors.open(new RepositoryAccess(
                            GitUrl.of(repositories.folder("config").toString(), GitUrl.Allowed.LOCAL))),
                    null);
            for (Action action : history) {
                act(action);
                assertThat(read("main", "envs/dev/web.yaml"))
                        .as("dev after " + action)
                        .isEqualTo(web(models.get(DEV)));
                assertThat(read("env/prod", "web.yaml"))
                        .as("prod after " + action)
                        .isEqualTo(web(models.get(PROD)));
            }
        } finally {
            models.clear();
            quarantine.clear();
        }
    }

    @Provide
    Arbitrary<List<Action>> histories() {
        Arbitrary<String> environments = Arbitraries.of(DEV, PROD);
        Arbitrary<Integer> tags = Arbitraries.integers().between(1, 5);
        Arbitrary<Action> promote = Combinators.combine(
                        environments,
                        tags,
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)))
                .as(Action.Promote::new);
        Arbitrary<Action> hold =
                Combinators.combine(environments, Arbitraries.of(0, 2)).as(Action.Hold::new);
        Arbitrary<Action> rollback = Combinators.combine(environments, tags).as(Action.Rollback::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, promote),
                        Tuple.of(1, hold),
                        Tuple.of(1, environments.map(Action.Release::new)),
                        Tuple.of(2, rollback),
                        Tuple.of(1, tags.map(Action.Acquit::new)),
                        Tuple.of(2, Arbitraries.of(1, 6).map(Action.Pass::new)))
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    private void act(Action action) throws Exception {
        clock.now = clock.now.plusSeconds(1);
        if (action instanceof Action.Promote promote) {
            promote(promote);
        } else if (action instanceof Action.Hold hold) {
            Model model = models.get(hold.environment());
            Instant until = hold.hours() == 0 ? null : clock.now.plus(Duration.ofHours(hold.hours()));
            make(hold(hold.environment()).hold(until, requester(null, "of the test")));
            model.held = true;
            model.heldUntil = until;
        } else if (action instanceof Action.Release release) {
            make(hold(release.environment()).release(requester(null, null)));
            models.get(release.environment()).held = false;
        } else if (action instanceof Action.Rollback rollback) {
            rollBack(rollback);
        } else if (action instanceof Action.Acquit acquit) {
            make(hold(DEV).releaseVersion(version(acquit.tag()), requester(null, null)));
            quarantine.remove(acquit.tag());
        } else if (action instanceof Action.Pass pass) {
            clock.now = clock.now.plus(Duration.ofHours(pass.hours()));
        }
    }

    private void promote(Action.Promote action) throws Exception {
        PromotionRequest request = new EnvironmentPromotion(config, shop(), environment(action.environment()), clock)
                .ofImages(
                        List.of(ImageEdit.Image.parse("r.io/web=" + action.tag())),
                        requester(action.order(), action.forced() ? "of the test" : null));
        PromotionVerdict expected = expected(action);
        assertThat(make(request)).as(action.toString()).isEqualTo(expected);
        if (expected == PromotionVerdict.PROMOTED) {
            Model model = models.get(action.environment());
            model.tag = action.tag();
            model.order = action.order();
            model.promoted.put(action.tag(), action.order());
            model.held &= !action.forced();
        }
    }

    /** The rules, one after the other; a gate is asked last, and force does not open it. */
    private PromotionVerdict expected(Action.Promote action) {
        Model model = models.get(action.environment());
        if (!action.forced()) {
            if (action.order() < model.order) {
                return PromotionVerdict.SUPERSEDED;
            }
            if (model.isHeld(clock.now) || quarantine.contains(action.tag())) {
                return PromotionVerdict.GATED;
            }
        }
        if (action.tag() == model.tag && !(action.forced() && model.held)) {
            return PromotionVerdict.UNCHANGED;
        }
        int hour = clock.now.atZone(ZoneOffset.UTC).getHour();
        boolean open = action.environment().equals(DEV) || hour >= 8 && hour < 20;
        return open ? PromotionVerdict.PROMOTED : PromotionVerdict.GATED;
    }

    private void rollBack(Action.Rollback action) throws Exception {
        Model model = models.get(action.environment());
        Integer order = model.promoted.get(action.tag());
        if (order == null || action.tag() == model.tag) {
            return; // what was never there, or is there, cannot be gone back to
        }
        EnvironmentRollback.Plan plan = new EnvironmentRollback(
                        config, shop(), environment(action.environment()), clock)
                .plan(version(action.tag()), List.of(), null, requester(null, "of the test"));
        for (PromotionRequest request : plan.requests()) {
            assertThat(make(request)).as(action.toString()).isIn(PromotionVerdict.PROMOTED, PromotionVerdict.UNCHANGED);
        }
        quarantine.add(model.tag);
        model.tag = action.tag();
        model.order = order;
        model.held = true;
        model.heldUntil = null;
    }

    private PromotionVerdict make(PromotionRequest request) throws Exception {
        PromotionGates gates = new PromotionGates(
                config, Renderers.with(Optional.empty()), GateSources.NONE, List.of("ada"), clock, THREADS);
        return GatedPromotion.promote(promoter, gates, request, PromotionListener.NONE)
                .verdict();
    }

    private void create(Path folder) throws Exception {
        repositories = new GitRepositories(folder.resolve("repositories"));
        repositories.create("config", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: dev, folder: envs/dev}
                      - name: prod
                        branch: env/prod
                        gates:
                          - {name: hours, window: {allow: [{schedule: "0 8 * * *", duration: 12h}]}}
                """, "envs/dev/web.yaml", web(new Model())));
        repositories.commit("config", "env/prod", Map.of("web.yaml", web(new Model())), "Start");
    }

    private Application shop() throws Exception {
        return config.application("shop");
    }

    private Environment environment(String name) throws Exception {
        return config.environment(shop(), name);
    }

    private EnvironmentHold hold(String environment) throws Exception {
        return new EnvironmentHold(config, shop(), environment(environment), clock);
    }

    private Requester requester(@CheckForNull Integer order, @CheckForNull String reason) {
        return new Requester(
                "p" + ++ids, null, null, "ada", order == null ? null : Order.build(order, ""), reason, JENKINS);
    }

    private String read(String branch, String path) {
        return repositories.read("config", branch, path);
    }

    private static String version(int tag) {
        return "r.io/web:" + tag;
    }

    private static String web(Model model) {
        return "kind: Deployment\nspec:\n  template: {spec: {containers: [{name: web, image: \"" + version(model.tag)
                + "\"}]}}\n";
    }
}
