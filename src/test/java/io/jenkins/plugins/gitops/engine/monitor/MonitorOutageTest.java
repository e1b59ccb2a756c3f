package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor says and does while the cluster or Git is away: that it does not know, and nothing. */
@OnTestbed
@Timeout(180)
class MonitorOutageTest {
    private static final String HEAL = "        sync: {automated: true, selfHeal: true}\n";

    @TempDir
    private Path cache;

    @Test
    void nothingIsKnownWhileTheApiServerIsAway(TestbedBinaries binaries) throws Exception {
        MonitorSettings settings = new MonitorSettings(Duration.ofMinutes(10), Duration.ofMillis(300));
        try (ControlPlane plane = ControlPlane.start(binaries, ControlPlane.Extent.API);
                WatchedShop shop = new WatchedShop(plane, cache, settings, HEAL)) {
            shop.deliver().watch();
            plane.stopApiServer();
            MonitorEvent.Unknown unknown = shop.await(MonitorEvent.Unknown.class, event -> true);
            assertThat(unknown.reasons())
                    .allSatisfy(reason -> assertThat(reason).contains("127.0.0.1:"));
            plane.startApiServer();
            shop.await(MonitorEvent.Seen.class, seen -> seen.time().isAfter(unknown.time()));
            assertThat(shop.events(MonitorEvent.Drifted.class)).isEmpty();

            shop.kubectl("scale", "deployment/web", "--replicas=5");
            assertThat(shop.resolved("Deployment", "web").healed()).isTrue();
        }
    }

    @Test
    void nothingIsCountedOrHealedWhileGitIsAway(ControlPlane plane) throws Exception {
        MonitorSettings settings = new MonitorSettings(Duration.ofMinutes(10), Duration.ofMillis(300));
        try (WatchedShop shop = new WatchedShop(plane, cache, settings, HEAL)) {
            shop.deliver().watch();
            GitHttpServer away = shop.server();
            away.close();
            Instant before = Instant.now();
            shop.kubectl("scale", "deployment/web", "--replicas=5");
            shop.await(
                    MonitorEvent.Unknown.class,
                    event -> event.time().isAfter(before)
                            && !event.place().application().isEmpty());
            Instant told = shop.await(
                            MonitorEvent.Unknown.class,
                            event -> event.place().application().isEmpty())
                    .time();
            assertThat(shop.events(MonitorEvent.Drifted.class)).isEmpty();
            assertThat(shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas}"))
                    .isEqualTo("5");

            try (GitHttpServer back = GitHttpServer.restart(away)) {
                shop.kubectl("scale", "deployment/web", "--replicas=6");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas}")
                                .equals("2"));
                shop.await(MonitorEvent.Declared.class, event -> event.time().isAfter(told));
            }
        }
    }
}
