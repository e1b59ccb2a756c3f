package io.jenkins.plugins.gitops.engine.cluster;

import static io.jenkins.plugins.gitops.engine.cluster.Clusters.CONFIG_MAP;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@OnTestbed
class WatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void tellsWhatIsThereAndWhatChanges(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("watch");
        Recorder recorder = new Recorder();
        try (KubernetesCluster cluster = Clusters.connect(plane)) {
            cluster.apply(configMap(namespace, "before", "1"), ApplyOptions.FORCED);
            Watching watching = cluster.watch(
                    cluster.type(CONFIG_MAP).orElseThrow(), Optional.of(namespace), Optional.empty(), recorder);
            await().atMost(PATIENCE).until(() -> recorder.events.stream().anyMatch(event -> event.contains("before")));

            plane.kubectl().output("create", "configmap", "later", "-n", namespace);
            plane.kubectl().output("delete", "configmap", "before", "-n", namespace);
            await().atMost(PATIENCE).until(() -> recorder.events.contains("deleted before"));
            assertThat(recorder.events).contains("changed later").doesNotContain("lost");

            watching.close();
            int heard = recorder.events.size();
            plane.kubectl().output("create", "configmap", "unheard", "-n", namespace);
            await().during(Duration.ofMillis(500)).until(() -> recorder.events.size() == heard);
        }
    }

    @Test
    void holdsNoThreadForAWatch(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("watch");
        Set<Thread> before = Thread.getAllStackTraces().keySet(); // of clients that other tests have left behind
        try (KubernetesCluster cluster = Clusters.connect(plane)) {
            ResourceType type = cluster.type(CONFIG_MAP).orElseThrow();
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Recorder recorder = new Recorder();
                recorders.add(recorder);
                cluster.watch(type, Optional.of(namespace), Optional.empty(), recorder);
            }
            await().atMost(PATIENCE)
                    .until(() -> recorders.stream().allMatch(recorder -> recorder.events.contains("listed")));

            plane.kubectl().output("create", "configmap", "news", "-n", namespace);

            await().atMost(PATIENCE)
                    .until(() -> recorders.stream().allMatch(recorder -> recorder.events.contains("changed news")));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("gitops cluster test"))
                    .hasSizeLessThanOrEqualTo(7);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread ->
                            !before.contains(thread) && thread.getName().contains("HttpClient"))
                    .hasSizeLessThan(20);
        }
    }

    @Test
    void goesOnWhereTheApiServerStopsAndComesBack(TestbedBinaries binaries) throws Exception {
        Recorder recorder = new Recorder();
        try (ControlPlane plane = ControlPlane.start(binaries, ControlPlane.Extent.API)) {
            plane.createNamespace("shop");
            ClusterAccess access = Clusters.impatient(Clusters.access(plane, plane.admin()));
            try (KubernetesCluster cluster = new KubernetesCluster(access, java.time.Clock.systemUTC())) {
                ResourceType type = cluster.type(CONFIG_MAP).orElseThrow();
                cluster.watch(type, Optional.of("shop"), Optional.empty(), recorder);
                await().atMost(PATIENCE).until(() -> recorder.events.contains("listed"));

                plane.stopApiServer();
                await().atMost(PATIENCE).until(() -> recorder.events.contains("lost UNREACHABLE"));
                ClusterException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                        ClusterException.class, () -> cluster.list(type, Optional.of("shop"), Optional.empty()));
                assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
                assertThat(refused).hasMessageContainingAll("cluster test", "nobody answers at 127.0.0.1:");

                plane.startApiServer();
                plane.kubectl().output("create", "configmap", "afterwards", "-n", "shop");
                await().atMost(PATIENCE)
                        .until(() -> recorder.events.contains("changed afterwards")
                                || recorder.events.contains("has afterwards"));
                assertThat(recorder.events.lastIndexOf("lost UNREACHABLE"))
                        .isLessThan(Math.max(
                                recorder.events.lastIndexOf("resumed"), recorder.events.lastIndexOf("listed")));
            }
        }
    }

    static final class Recorder implements WatchListener {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void listed(List<Resource> live) {
            events.add("listed");
            live.forEach(resource -> events.add("has " + resource.name()));
        }

        @Override
        public void changed(Resource live) {
            events.add("changed " + live.name());
        }

        @Override
        public void deleted(Resource last) {
            events.add("deleted " + last.name());
        }

        @Override
        public void lost(ClusterException why) {
            events.add("lost " + why.reason());
        }

        @Override
        public void resumed() {
            events.add("resumed");
        }
    }
}
