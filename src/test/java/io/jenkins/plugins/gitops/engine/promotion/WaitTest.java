package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Destination;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.delivery.Observer;
import io.jenkins.plugins.gitops.engine.delivery.PodTroubles;
import io.jenkins.plugins.gitops.engine.delivery.Word;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.health.ArgoCdRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.render.RenderException;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real API server and a real Git server; kubectl delivers, as an existing stage would. */
@Timeout(120)
class WaitTest extends OnGitAndCluster {
    private static final String FILE = "web.yaml";

    private final BlockingQueue<String> transitions = new LinkedBlockingQueue<>();

    WaitTest(ControlPlane plane) {
        super(plane);
    }

    @BeforeEach
    void start() throws Exception {
        server.createRepository("config", Map.of(FILE, web("1", 2)));
    }

    @Test
    void endsLiveWhenTheRolloutIsDone() throws Exception {
        String commit = promote(web("2", 2));
        CompletableFuture<WaitResult> result = waitFor(commit, Duration.ofSeconds(60));
        heard("Missing");
        deliver(web("2", 2));

        WaitResult live = result.get(60, TimeUnit.SECONDS);

        assertThat(live.verdict()).as(live.toString()).isEqualTo(WaitVerdict.LIVE);
        assertThat(live.liveCommit()).isEqualTo(commit);
        assertThat(kubectl("get", "deployment", "web", "-o", "jsonpath={.status.availableReplicas}"))
                .isEqualTo("2");
    }

    @Test
    void isNotFooledByTheRevisionBefore() throws Exception {
        deliver(web("1", 2));
        kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        String commit = promote(web("2", 2));

        WaitResult result = waitFor(commit, Duration.ofSeconds(4)).get(30, TimeUnit.SECONDS);

        assertThat(result.verdict()).isEqualTo(WaitVerdict.TIMED_OUT);
        assertThat(result.causes()).anyMatch(cause -> cause.contains("OutOfSync") && cause.contains("image"));
    }

    @Test
    void isSupersededByItsRevert() throws Exception {
        String commit = promote(web("2", 2));
        promote(web("1", 2));

        WaitResult result = waitFor(commit, Duration.ofSeconds(30)).get(30, TimeUnit.SECONDS);

        assertThat(result.verdict()).isEqualTo(WaitVerdict.SUPERSEDED);
    }

    @Test
    void isIncludedInANewerCommitBesideIt() throws Exception {
        String commit = promote(web("2", 2));
        String newer = promote(web("2", 1));
        deliver(web("2", 1));

        WaitResult result = waitFor(commit, Duration.ofSeconds(60)).get(60, TimeUnit.SECONDS);

        assertThat(result.verdict()).isEqualTo(WaitVerdict.INCLUDED_IN_NEWER);
        assertThat(result.liveCommit()).isEqualTo(newer);
    }

    @Test
    void recognisesItsChangeSquashed() throws Exception {
        String branch = "promotion/web-2";
        String commit = server.repositories().commit("config", branch, Map.of(FILE, web("2", 2)), "web 2");
        String squashed = server.commitDirectly("config", "main", Map.of(FILE, web("2", 2), "other.txt", "beside"));
        deliver(web("2", 2));

        WaitResult result = waitFor(commit, Duration.ofSeconds(60)).get(60, TimeUnit.SECONDS);

        assertThat(result.verdict()).isEqualTo(WaitVerdict.INCLUDED_IN_NEWER);
        assertThat(result.liveCommit()).isEqualTo(squashed);
    }

    @Test
    void endsDegradedWhenTheRolloutGivesUp() throws Exception {
        String failing = Workload.deployment("web", 1, "image-pull");
        String commit = promote(failing);
        deliver(failing);

        WaitResult result = waitFor(commit, Duration.ofSeconds(60)).get(60, TimeUnit.SECONDS);

        assertThat(result.verdict()).as(result.toString()).isEqualTo(WaitVerdict.DEGRADED);
        assertThat(result.causes()).anyMatch(cause -> cause.contains("progress deadline"));
    }

    @Test
    void outlivesARestartOfTheApiServer() throws Exception {
        String commit = promote(web("2", 2));
        CompletableFuture<WaitResult> result = waitFor(commit, Duration.ofSeconds(90));
        heard("Missing");
        plane.restartApiServer();
        deliver(web("2", 2));

        WaitResult live = result.get(90, TimeUnit.SECONDS);
        assertThat(live.verdict()).as(live + " " + transitions).isEqualTo(WaitVerdict.LIVE);
    }

    @Test
    void doesNotKnowWhatAnApiServerThatIsGoneWouldSay() throws Exception {
        String commit = promote(web("2", 2));
        deliver(web("2", 2));
        plane.stopApiServer();
        try {
            WaitResult result = waitFor(commit, Duration.ofSeconds(5)).get(60, TimeUnit.SECONDS);

            assertThat(result.verdict()).isEqualTo(WaitVerdict.UNKNOWN);
            assertThat(result.causes()).isNotEmpty();
        } finally {
            plane.startApiServer();
        }
    }

    private static String web(String version, int replicas) {
        return Workload.deployment("web", replicas).replace("registry.test/web:1", "registry.test/web:" + version);
    }

    private static List<Resource> render(TreeReader tree, String path) throws RenderException {
        try {
            return Manifests.read(FILE, tree.read(FILE).orElseThrow());
        } catch (IOException e) {
            throw new RenderException(e.getMessage());
        }
    }

    private String promote(String manifests) throws IOException {
        return server.commitDirectly("config", "main", Map.of(FILE, manifests));
    }

    private void deliver(String manifests) throws Exception {
        plane.kubectl().apply(manifests, "-n", namespace);
    }

    private void heard(String phrase) throws InterruptedException {
        String status;
        do {
            status = transitions.poll(30, TimeUnit.SECONDS);
            assertThat(status).as("no word of " + phrase).isNotNull();
        } while (!status.contains(phrase));
    }

    private CompletableFuture<WaitResult> waitFor(String commit, Duration patience) throws IOException {
        Environment environment = new Environment(
                "prod",
                new Target.Branch("main", ""),
                new Destination("test", namespace),
                Delivery.EXTERNAL,
                SyncPolicy.DEFAULT,
                HealthPolicy.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                DriftPolicy.DEFAULT);
        GitEnvironmentSource source =
                new GitEnvironmentSource(mirrors.open(server.access("config")), environment, WaitTest::render);
        WaitLoop loop = new WaitLoop(clock);
        WaitRequest request = new WaitRequest(commit, clock.instant().plus(patience), Duration.ofSeconds(1), false);
        Observer observer =
                new Observer(cluster, new Differ(List.of()), new ArgoCdRules(HealthScripts.none()), loop::changed);
        return CompletableFuture.supplyAsync(() -> {
            try (Wait wait = new Wait(
                    request, source, desired -> new Word.Silent(), observer, new PodTroubles(cluster, clock), clock)) {
                return loop.run(wait, transitions::add);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
