package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.Inventory;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnTestbed
@Timeout(60)
class LiveIndexTest {
    private static final Inventory NOTHING = new Inventory(Set.of(), Set.of(), "");

    private static EnvironmentView view(String environment) {
        return new EnvironmentView(new Tracking("test", "shop", environment), new Differ(List.of()), () -> {});
    }

    private static Map<ResourceKey, Resource> only(Resource resource) {
        return Map.of(resource.key(), resource);
    }

    @Test
    void watchesAKindOnceForAllEnvironmentsOfANamespace(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("index");
        try (Cluster cluster = Clusters.connect(plane);
                LiveIndex index = new LiveIndex(cluster)) {
            Resource first = Clusters.configMap(namespace, "first", "1");
            Resource second = Clusters.configMap(namespace, "second", "1");
            cluster.apply(first, ApplyOptions.FORCED);
            EnvironmentView one = view("one");
            EnvironmentView other = view("other");
            index.show(one, only(first), NOTHING);
            index.show(other, only(second), NOTHING);
            index.settle();
            await().until(() -> one.isComplete() && other.isComplete());

            assertThat(index.watches()).isEqualTo(1);
            assertThat(one.differences()).isEmpty();
            assertThat(other.differences())
                    .singleElement()
                    .satisfies(
                            difference -> assertThat(difference.diff().change()).isEqualTo(Change.MISSING));

            index.hide(one);
            cluster.apply(second, ApplyOptions.FORCED);
            await().until(() -> other.differences().isEmpty());
            index.hide(other);
            assertThat(index.watches()).isZero();
        }
    }

    @Test
    void findsWhatIsTrackedOfKindsThatGitNoLongerHas(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("index");
        try (Cluster cluster = Clusters.connect(plane);
                LiveIndex index = new LiveIndex(cluster)) {
            Tracking tracking = new Tracking("test", "shop", "one");
            cluster.apply(tracking.mark(Clusters.configMap(namespace, "left", "1")), ApplyOptions.FORCED);
            cluster.apply(Clusters.configMap(namespace, "not-ours", "1"), ApplyOptions.FORCED);
            EnvironmentView one = view("one");
            Inventory inventory = new Inventory(Set.of(Clusters.CONFIG_MAP), Set.of(namespace), "");
            index.show(one, Map.of(), inventory);
            index.settle();
            await().until(one::isComplete);

            assertThat(one.differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference.key().name()).isEqualTo("left"));
            plane.kubectl().output("-n", namespace, "delete", "configmap", "left");
            await().until(() -> one.differences().isEmpty());
        }
    }

    @Test
    void aKindThatTheClusterDoesNotHaveIsMissing(ControlPlane plane) throws Exception {
        try (Cluster cluster = Clusters.connect(plane);
                LiveIndex index = new LiveIndex(cluster)) {
            Resource unknown = Clusters.configMap("default", "some", "1").with("example.com/v1", "apiVersion");
            EnvironmentView view = view("one");

            assertThat(index.show(view, only(unknown), NOTHING)).containsExactly(unknown.key());
            assertThat(unknown.key().groupKind()).isEqualTo(new GroupKind("example.com", "ConfigMap"));
            assertThat(view.differences()).hasSize(1);
            assertThat(index.isSeen(view, unknown.key())).isTrue();
        }
    }
}
