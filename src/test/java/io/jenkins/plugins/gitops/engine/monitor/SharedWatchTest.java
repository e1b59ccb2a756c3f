package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a watch makes of what a cluster tells; that a real one tells it is tried in {@link LiveIndexTest}. */
class SharedWatchTest {
    private static final ResourceKey WEB = new ResourceKey("apps", "Deployment", "shop", "web");
    private static final Inventory DELIVERED_BEFORE =
            new Inventory(Set.of(ToldCluster.AUTOSCALERS.kind()), Set.of("shop"), "");

    private final ToldCluster cluster = new ToldCluster();
    private final LiveIndex index = new LiveIndex(cluster);

    private static EnvironmentView view(String environment) {
        return new EnvironmentView(new Tracking("test", "shop", environment), new Differ(List.of()), () -> {});
    }

    private static Map<ResourceKey, Resource> only(Resource resource) {
        return Map.of(resource.key(), resource);
    }

    private static Resource autoscaler() {
        return Clusters.resource("""
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: {name: by-hand, namespace: shop}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
                """);
    }

    @Test
    void nothingIsWatchedThatComesAfterTheEnd() throws Exception {
        index.close();
        index.show(view("prod"), only(Clusters.configMap("shop", "settings", "blue")), DELIVERED_BEFORE);
        index.settle();

        assertThat(cluster.watches()).isZero();
    }

    @Test
    void whatMayBeListedAndNotWatchedIsNotSeen() throws Exception {
        EnvironmentView view = view("prod");
        Resource settings = Clusters.configMap("shop", "settings", "blue");
        index.show(view, only(settings), new Inventory(Set.of(), Set.of(), ""));
        index.settle();
        WatchListener watch = cluster.watch(ToldCluster.MAPS, false);
        watch.listed(List.of(settings));
        watch.lost(new ClusterException(ClusterException.Reason.FORBIDDEN, "may not be watched"));
        watch.listed(List.of(settings));
        assertThat(index.unseen(view)).containsExactly("may not be watched");
        assertThat(index.isSeen(view, settings.key())).isFalse();

        watch.resumed();
        assertThat(index.unseen(view)).isEmpty();
        assertThat(index.isSeen(view, settings.key())).isTrue();
    }

    @Test
    void anAutoscalerThatNobodyDeliveredIsNotForgottenForOnesThatWere() throws Exception {
        Resource web = Clusters.resource("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                """);
        index.show(view("prod"), only(web), new Inventory(Set.of(), Set.of(), ""));
        index.show(view("other"), only(Clusters.configMap("shop", "settings", "blue")), DELIVERED_BEFORE);
        index.settle();
        cluster.watch(ToldCluster.AUTOSCALERS, false).listed(List.of(autoscaler()));

        cluster.watch(ToldCluster.AUTOSCALERS, true).listed(List.of());
        assertThat(index.isAutoscaled(WEB)).isTrue();

        cluster.watch(ToldCluster.AUTOSCALERS, true).deleted(autoscaler()); // its label is gone, and it is not
        assertThat(index.isAutoscaled(WEB)).isTrue();

        cluster.watch(ToldCluster.AUTOSCALERS, false).deleted(autoscaler());
        assertThat(index.isAutoscaled(WEB)).isFalse();
    }
}
