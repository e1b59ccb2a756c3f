package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherHandTest {
    private static final Resource DESIRED = Clusters.configMap("shop", "settings", "new");

    private static ResourceDiff writtenBy(String manager) {
        Resource live = Clusters.configMap("shop", "settings", "old")
                .with(
                        List.of(Map.of(
                                "manager",
                                manager,
                                "operation",
                                "Update",
                                "fieldsV1",
                                Map.of("f:data", Map.of("f:value", Map.of())))),
                        "metadata",
                        "managedFields");
        return new Differ(List.of()).compare(DESIRED, live);
    }

    @ParameterizedTest
    @CsvSource({
        "JENKINS, gitops-stages",
        "ARGOCD, argocd-controller",
        "FLUX, kustomize-controller",
        "EXTERNAL, kubectl-client-side-apply",
        "EXTERNAL, kubectl",
        "EXTERNAL, helm",
        "EXTERNAL, jenkins-shop",
        "EXTERNAL, terraform"
    })
    void whatWhoDeliversWroteIsAnOlderVersion(Delivery delivery, String manager) {
        ResourceDiff diff = writtenBy(manager);

        assertThat(OtherHand.of(diff, Standing.FIRST_SEEN, delivery)).isEmpty();
        assertThat(OtherHand.of(diff, Standing.AWAITED, delivery)).isEmpty();
        assertThat(OtherHand.isAll(diff, Standing.FIRST_SEEN, delivery)).isFalse();
        assertThat(OtherHand.of(diff, Standing.DELIVERED, delivery)).contains(diff);
    }

    @ParameterizedTest
    @CsvSource({"JENKINS, kubectl-client-side-apply", "ARGOCD, kubectl-edit", "EXTERNAL, kubectl-edit"})
    void whatSomebodyElseWroteIsDrift(Delivery delivery, String manager) {
        ResourceDiff diff = writtenBy(manager);

        for (Standing standing : Standing.values()) {
            assertThat(OtherHand.of(diff, standing, delivery)).contains(diff);
            assertThat(OtherHand.isAll(diff, standing, delivery)).isTrue();
        }
    }

    @Test
    void anObjectThatGitHasJustBroughtIsNotMissingYet() {
        ResourceDiff missing = new Differ(List.of()).compare(DESIRED, null);

        assertThat(OtherHand.of(missing, Standing.AWAITED, Delivery.JENKINS)).isEmpty();
        assertThat(OtherHand.of(missing, Standing.FIRST_SEEN, Delivery.JENKINS)).contains(missing);
        assertThat(OtherHand.isAll(missing, Standing.FIRST_SEEN, Delivery.JENKINS))
                .isFalse();
        assertThat(OtherHand.isAll(missing, Standing.DELIVERED, Delivery.JENKINS))
                .isTrue();
    }
}
