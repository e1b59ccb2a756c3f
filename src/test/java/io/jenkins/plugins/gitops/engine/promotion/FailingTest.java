package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a failure is watched before it counts. */
class FailingTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final ResourceState DEADLINE = state("apps/v1", "Deployment", Standing.FAILED);
    private static final ResourceState ROLLING = state("apps/v1", "Deployment", Standing.PROGRESSING);
    private static final ResourceState METRICS = state("autoscaling/v2", "HorizontalPodAutoscaler", Standing.FAILED);

    private final Failing failing = new Failing();

    private static ResourceState state(String version, String kind, Standing standing) {
        Resource object = Resource.of(
                Map.of("apiVersion", version, "kind", kind, "metadata", Map.of("name", "web", "namespace", "shop")));
        return new ResourceState(
                new Differ(List.of()).compare(object, object, false),
                Optional.of(new Health("argocd", standing.name(), standing, "so it is")));
    }

    private List<String> at(int second, ResourceState state) {
        return failing.hopeless(List.of(state), Map.of(), START.plusSeconds(second));
    }

    @Test
    void aDeadlineThatHasPassedIsBelievedOnceItStands() {
        assertThat(at(0, DEADLINE)).isEmpty();
        assertThat(failing.next()).contains(START.plusSeconds(10));
        assertThat(at(9, DEADLINE)).isEmpty();
        assertThat(at(10, DEADLINE)).containsExactly("Deployment.apps shop/web is FAILED: so it is");
    }

    @Test
    void theWordAboutTheRolloutBeforeIsNone() {
        assertThat(at(0, DEADLINE)).isEmpty();
        assertThat(at(1, ROLLING)).isEmpty();
        assertThat(failing.next()).isEmpty();
        assertThat(at(11, DEADLINE)).isEmpty();
        assertThat(failing.next()).contains(START.plusSeconds(21));
    }

    @Test
    void whatMayPassGetsLonger() {
        assertThat(at(0, METRICS)).isEmpty();
        assertThat(failing.next()).contains(START.plusSeconds(30));
        assertThat(at(29, METRICS)).isEmpty();
        assertThat(at(30, METRICS)).hasSize(1);
    }
}
