package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.PolicyRule;
import io.jenkins.plugins.gitops.engine.testbed.User;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The roles that the guide tells people to apply let a service account do what it is for, and no more is needed. */
@Timeout(120)
class DocumentedRolesTest extends OnGitAndCluster {
    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(apiVersion: rbac.*?)```");
    private static final String SETTINGS =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: \"%s\"}\n";

    DocumentedRolesTest(ControlPlane plane) {
        super(plane);
    }

    @Test
    void letsAServiceAccountDeliverWaitAndCompare() throws Exception {
        User user = plane.user(namespace, "jenkins");
        for (String document : documents()) {
            plane.kubectl().apply(document.replace("namespace: shop", "namespace: " + namespace));
        }
        plane.kubectl().apply(SETTINGS.formatted("by hand"), "-n", namespace); // to be adopted
        declare("jenkins");
        try (Cluster own = Clusters.connect(plane, user)) {
            WaitResult live = waitFor(own);
            assertThat(live.verdict()).as(live.toString()).isEqualTo(WaitVerdict.LIVE);
            assertThat(environment(own).diff(null)).satisfies(diff -> {
                assertThat(diff.unknown()).isEmpty();
                assertThat(diff.verdict()).isEqualTo(Verdict.SYNCED);
            });

            server.commitDirectly("config", "main", Map.of("envs/prod/settings.yaml", "# gone\n"));
            SyncResult synced = sync(environment(own).sync(null, true, false));

            assertThat(synced.ending()).as(synced.toString()).isEqualTo(SyncResult.Ending.SYNCED);
            assertThat(synced.warnings()).isEmpty();
            assertThat(synced.resources()).extracting(ResourceOutcome::action).contains(ResourceOutcome.Action.PRUNED);
        }
    }

    @Test
    void comparesWithoutTheRightToReadTheInventory() throws Exception {
        User user = plane.user(namespace, "reader", PolicyRule.read("apps", "deployments"));
        declare("external");
        server.commitDirectly("config", "main", Map.of("envs/prod/settings.yaml", "# none\n"));
        plane.kubectl().apply(Workload.deployment("web", 2), "-n", namespace);
        try (Cluster own = Clusters.connect(plane, user)) {
            EnvironmentDiff same = environment(own).diff(null);
            assertThat(same.unknown())
                    .singleElement()
                    .asString()
                    .startsWith("Not looked for what Git no longer has: May not get ConfigMap");
            assertThat(same.verdict()).isEqualTo(Verdict.UNKNOWN);

            server.commitDirectly("config", "main", Map.of("envs/prod/web.yaml", Workload.deployment("web", 3)));
            EnvironmentDiff other = environment(own).diff(null);
            assertThat(other.verdict()).isEqualTo(Verdict.OUT_OF_SYNC);
            assertThat(other.comparison().resources())
                    .anySatisfy(resource -> assertThat(resource.change()).isEqualTo(Change.MODIFIED));
        }
    }

    private static List<String> documents() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/getting-started.md"))) {
            folder = folder.getParent();
        }
        List<String> documents = BLOCK.matcher(Files.readString(folder.resolve("docs/getting-started.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(documents).hasSize(3);
        return documents;
    }

    private void declare(String delivery) throws Exception {
        server.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        """
                        applications:
                          - name: shop
                            environments:
                              - name: prod
                                folder: envs/prod
                                destination: {cluster: test, namespace: %s}
                                delivery: %s
                                health: {steady: 1s}
                        """.formatted(namespace, delivery)
                                + (delivery.equals("jenkins")
                                        ? "        sync: {automated: true, prune: true, retry: {limit: 0}}\n"
                                        : ""),
                        "envs/prod/web.yaml",
                        Workload.deployment("web", 2),
                        "envs/prod/settings.yaml",
                        SETTINGS.formatted("1")));
    }

    private LiveEnvironment environment(Cluster own) throws IOException {
        ConfigRepository config = new ConfigRepository(mirrors.open(server.access("config")), null);
        var application = config.application("shop");
        return new LiveEnvironment(
                config.source(application, config.environment(application, "prod"), Renderers.with(Optional.empty())),
                own,
                own,
                new Tracking("test", "shop", namespace),
                new DeliveryTurns(),
                HealthScripts.none(),
                clock);
    }

    private WaitResult waitFor(Cluster own) throws Exception {
        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = environment(own).waitFor("main", Duration.ofSeconds(60), loop::changed)) {
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
}
