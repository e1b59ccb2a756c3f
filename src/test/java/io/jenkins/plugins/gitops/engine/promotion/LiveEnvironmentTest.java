package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.NoCluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.DriftKind;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main job on a real Git server and a real API server, from {@code gitops.yaml} on. */
@Timeout(120)
class LiveEnvironmentTest extends OnGitAndCluster {
    private static final String FILE = "envs/prod/web.yaml";
    private static final Person SOMEBODY = new Person("Somebody", "somebody@example.com");

    private Mirror mirror;

    LiveEnvironmentTest(ControlPlane plane) {
        super(plane);
    }

    @BeforeEach
    void start() throws Exception {
        server.createRepository("config", Map.of("gitops.yaml", configuration("jenkins"), FILE, web()));
        mirror = mirrors.open(server.access("config"));
    }

    @Test
    void promotesDeliversWaitsAndShowsADriftByHand() throws Exception {
        ConfigRepository config = new ConfigRepository(mirror, null);
        EnvironmentPromotion promotion = new EnvironmentPromotion(
                config, config.application("shop"), config.environment(config.application("shop"), "prod"), clock);
        PromotionResult promoted = Promoter.onOwnThreads(clock)
                .promote(
                        mirror,
                        promotion.ofImages(
                                List.of(ImageEdit.Image.parse("registry.test/web=registry.test/web:2")),
                                new Requester("build-1", SOMEBODY)),
                        PromotionListener.NONE);
        assertThat(promoted.verdict()).isEqualTo(PromotionVerdict.PROMOTED);

        WaitResult waited = waitFor(promoted.commit());

        assertThat(waited.verdict()).as(waited.toString()).isEqualTo(WaitVerdict.LIVE);
        assertThat(kubectl("get", "deployment", "web", "-o", "jsonpath={..image} {.status.availableReplicas}"))
                .isEqualTo("registry.test/web:2 2");
        assertThat(live().diff(null).verdict()).isEqualTo(Verdict.SYNCED);

        kubectl("scale", "deployment/web", "--replicas=5");

        EnvironmentDiff drifted = live().diff(null);
        assertThat(drifted.verdict()).isEqualTo(Verdict.OUT_OF_SYNC);
        ResourceDiff web = drifted.comparison().resources().stream()
                .filter(resource -> resource.change() != Change.NONE)
                .findFirst()
                .orElseThrow();
        assertThat(web.drift()).containsExactly(DriftKind.SCALE);
        assertThat(web.fields()).singleElement().satisfies(field -> {
            assertThat(field.path()).isEqualTo("/spec/replicas");
            assertThat(field.desired()).hasToString("2");
            assertThat(field.live()).hasToString("5");
        });

        assertThat(sync(live().sync(null, false, false)).ending()).isEqualTo(SyncResult.Ending.SYNCED);
        assertThat(kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("2");
    }

    @Test
    void findsWhatGitNoLongerHas() throws Exception {
        waitFor(server.repositories().tip("config", "main"));
        server.commitDirectly("config", "main", Map.of("envs/prod/settings.yaml", settings()));
        waitFor(server.repositories().tip("config", "main"));
        assertThat(kubectl("get", "configmap", "settings", "-o", "name")).isEqualTo("configmap/settings");

        server.commitDirectly("config", "main", Map.of("envs/prod/settings.yaml", "# nothing any more\n"));

        assertThat(live().diff(null).comparison().resources())
                .filteredOn(resource -> resource.change() == Change.ADDED)
                .singleElement()
                .satisfies(resource -> assertThat(resource.key().name()).isEqualTo("settings"));
        sync(live().sync(null, true, false));
        assertThat(live().diff(null).verdict()).isEqualTo(Verdict.SYNCED);
        assertThat(kubectl("get", "configmaps", "--no-headers", "-o", "name")).doesNotContain("settings");
    }

    @Test
    void aFailedSyncBlocks() throws Exception {
        String commit = server.commitDirectly(
                "config", "main", Map.of("envs/prod/bad.yaml", settings().replace("data: {a: \"1\"}", "data: [1]")));

        WaitResult waited = waitFor(commit);

        assertThat(waited.verdict()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(waited.causes()).singleElement().asString().contains("settings");
    }

    @Test
    void refusesToSyncWhatSomebodyElseDelivers() throws Exception {
        server.commitDirectly("config", "main", Map.of("gitops.yaml", configuration("external")));

        assertThatThrownBy(() -> live().sync(null, false, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("delivered by external");
    }

    @Test
    void aSyncWaitsForItsTurn() throws Exception {
        waitFor(server.repositories().tip("config", "main"));
        String second = settings()
                .replace("name: settings", "name: settings, annotations: {argocd.argoproj.io/sync-wave: \"1\"}");
        server.commitDirectly(
                "config", "main", Map.of(FILE, Workload.deployment("web", 3), "envs/prod/settings.yaml", second));
        LiveEnvironment environment = live();
        Wait wait = environment.waitFor("main", Duration.ofSeconds(60), () -> {});
        OwnSync other = environment.sync(null, false, false);
        try (wait) {
            wait.look(); // begins to deliver: the second wave comes when the Deployment is healthy
            assertThat(other.advance(clock.instant()))
                    .isInstanceOfSatisfying(
                            SyncStep.Waiting.class,
                            waiting -> assertThat(waiting.why()).contains("another delivery"));
            assertThat(environment.sync(null, false, true).advance(clock.instant()))
                    .isInstanceOf(SyncStep.Done.class);
        }
        assertThat(sync(other).ending()).isEqualTo(SyncResult.Ending.SYNCED);
    }

    @Test
    void aWaitThatIsClosedInTheMiddleOfALookDeliversNothingAndKeepsNoTurn() throws Exception {
        DeliveryTurns turns = new DeliveryTurns();
        LiveEnvironment environment = live(cluster, turns);
        Wait wait = environment.waitFor("main", Duration.ofSeconds(60), () -> {});
        wait.close();
        wait.look(); // as one that had begun before
        assertThat(kubectl("get", "deployments", "-o", "name")).isEmpty();
        assertThat(sync(environment.sync(null, false, false)).ending()).isEqualTo(SyncResult.Ending.SYNCED);
    }

    @Test
    void aPassingFailureOfGitBlocksNothing() throws Exception {
        String tip = server.repositories().tip("config", "main");
        LiveEnvironment environment = live();
        WaitLoop loop = new WaitLoop(clock);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Wait wait = environment.waitFor(tip, Duration.ofSeconds(60), loop::changed)) {
            GitHttpServer away = server;
            away.close();
            Look look = wait.look();
            assertThat(look).isInstanceOfSatisfying(Look.Again.class, again -> heard.add(again.status()));
            server = GitHttpServer.restart(away);
            assertThat(loop.run(wait, heard::add).verdict()).isEqualTo(WaitVerdict.LIVE);
        }
        assertThat(heard.get(0)).startsWith("Git could not be asked: ");
    }

    @Test
    void refusedCredentialsOfGitEndTheWait() throws Exception {
        String tip = server.repositories().tip("config", "main");
        try (Wait wait = live().waitFor(tip, clock.instant().plusSeconds(60), () -> {})) {
            server.requireBasicAuth("somebody", "else");
            assertThat(wait.look())
                    .isInstanceOfSatisfying(
                            Look.Done.class,
                            done -> assertThat(done.result().verdict()).isEqualTo(WaitVerdict.UNKNOWN));
        }
    }

    @Test
    void knowsNothingWithoutACluster() throws Exception {
        String tip = server.repositories().tip("config", "main");
        NoCluster nobody = new NoCluster("prod");

        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = live(nobody).waitFor(tip, clock.instant().plusSeconds(60), loop::changed)) {
            assertThat(loop.run(wait, status -> {}).verdict()).isEqualTo(WaitVerdict.UNKNOWN);
        }
        EnvironmentDiff diff = live(nobody).diff(null);
        assertThat(diff.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(diff.revision()).isEqualTo(tip);
        assertThat(diff.unknown()).singleElement().asString().contains("prod");
    }

    private LiveEnvironment live() throws IOException {
        return live(cluster);
    }

    private LiveEnvironment live(Cluster destination) throws IOException {
        return live(destination, new DeliveryTurns());
    }

    private LiveEnvironment live(Cluster destination, DeliveryTurns turns) throws IOException {
        ConfigRepository config = new ConfigRepository(mirror, null);
        var application = config.application("shop");
        var environment = config.environment(application, "prod");
        return new LiveEnvironment(
                config.source(application, environment, Renderers.with(Optional.empty())),
                destination,
                destination,
                new Tracking("test", "shop", namespace),
                turns,
                HealthScripts.none(),
                clock);
    }

    private WaitResult waitFor(String commit) throws Exception {
        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = live().waitFor(commit, Duration.ofSeconds(60), loop::changed)) {
            return loop.run(wait, status -> {});
        }
    }

    private SyncResult sync(OwnSync run) throws InterruptedException {
        while (true) {
            SyncStep step = run.advance(clock.instant());
            if (step instanceof SyncStep.Done done) {
                return done.result();
            }
            TimeUnit.MILLISECONDS.sleep(50); // until the time it asked for
        }
    }

    private String configuration(String delivery) {
        String sync =
                delivery.equals("jenkins") ? "        sync: {automated: true, prune: false, retry: {limit: 0}}\n" : "";
        return """
                applications:
                  - name: shop
                    environments:
                      - name: prod
                        folder: envs/prod
                        destination: {cluster: test, namespace: %s}
                        delivery: %s
                        health: {steady: 1s}
                """.formatted(namespace, delivery) + sync;
    }

    private static String web() {
        return Workload.deployment("web", 2);
    }

    private static String settings() {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {a: "1"}
                """;
    }
}
