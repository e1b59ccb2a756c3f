package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnvironmentViewTest {
    private static final Tracking TRACKING = new Tracking("test", "shop", "prod");
    private static final WatchScope MAPS = new WatchScope(ToldCluster.MAPS, "shop", false);
    private static final Resource STAYS = Clusters.configMap("shop", "stays", "1");
    private static final Resource LEAVES = Clusters.configMap("shop", "leaves", "1");

    private final EnvironmentView view = new EnvironmentView(TRACKING, new Differ(List.of()), () -> {});

    private static Map<ResourceKey, Resource> byKey(Resource... resources) {
        return Arrays.stream(resources)
                .collect(Collectors.toMap(Resource::key, Function.identity(), (a, b) -> b, LinkedHashMap::new));
    }

    private void list(Resource... live) {
        List<Resource> tracked = Arrays.stream(live)
                .filter(resource -> resource.labels().containsKey(Tracking.LABEL))
                .toList();
        view.listed(MAPS, byKey(live), tracked);
    }

    @Test
    void whatLeavesGitIsExtraThoughItsKindStays() {
        view.desire(byKey(STAYS, LEAVES), Set.of(), Set.of(MAPS));
        list(TRACKING.mark(STAYS), TRACKING.mark(LEAVES));
        assertThat(view.differences()).isEmpty();

        assertThat(view.desire(byKey(STAYS), Set.of(), Set.of(MAPS))).containsExactly(MAPS);
        list(TRACKING.mark(STAYS), TRACKING.mark(LEAVES));

        assertThat(view.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.key()).isEqualTo(LEAVES.key());
            assertThat(difference.diff().change()).isEqualTo(Change.ADDED);
        });
    }

    @Test
    void whatIsNoLongerLookedForIsNoLongerExtra() {
        view.desire(byKey(STAYS), Set.of(), Set.of(MAPS));
        list(TRACKING.mark(STAYS), TRACKING.mark(LEAVES));
        assertThat(view.differences()).hasSize(1);

        view.desire(byKey(), Set.of(), Set.of());

        assertThat(view.differences()).isEmpty();
    }
}
