package io.jenkins.plugins.gitops.engine.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackingTest {
    private static final Tracking TRACKING = new Tracking("ci", "shop", "prod");

    @Test
    void marksWithASelectableLabelAndTheObjectsOwnName() {
        Resource marked = TRACKING.mark(deployment("shop", "web"));

        assertThat(marked.annotation(Tracking.ANNOTATION)).contains("ci:shop/prod:apps/Deployment:shop/web");
        assertThat(marked.labels()).containsEntry(Tracking.LABEL, TRACKING.label());
        assertThat(TRACKING.selector()).isEqualTo(Tracking.LABEL + "=" + TRACKING.label());
        assertThat(TRACKING.label()).matches("[0-9a-f]{20}");
    }

    @Test
    void keepsLabelsAndAnnotationsThatAreThere() {
        Resource desired = deployment("shop", "web")
                .with("web", "metadata", "labels", "app")
                .with("me", "metadata", "annotations", "owner");

        Resource marked = TRACKING.mark(desired);

        assertThat(marked.labels()).containsEntry("app", "web").hasSize(2);
        assertThat(marked.annotations()).containsEntry("owner", "me").hasSize(2);
        assertThat(desired.labels()).hasSize(1);
    }

    @Test
    void ownsWhatItMarked() {
        assertThat(TRACKING.owns(TRACKING.mark(deployment("shop", "web")))).isTrue();
    }

    @Test
    void ownsAnObjectServedInAnotherVersion() {
        Resource live = TRACKING.mark(deployment("shop", "web")).with("apps/v1beta2", "apiVersion");

        assertThat(TRACKING.owns(live)).isTrue();
    }

    @Test
    void doesNotOwnACopyOfWhatItMarked() {
        Resource marked = TRACKING.mark(deployment("shop", "web"));

        assertThat(TRACKING.owns(marked.with("web-copy", "metadata", "name"))).isFalse();
        assertThat(TRACKING.owns(marked.with("other", "metadata", "namespace"))).isFalse();
        assertThat(TRACKING.owns(marked.with("ReplicaSet", "kind"))).isFalse();
    }

    @Test
    void doesNotOwnWhatLostEitherMark() {
        Resource marked = TRACKING.mark(deployment("shop", "web"));

        assertThat(TRACKING.owns(marked.without("metadata", "labels", Tracking.LABEL)))
                .isFalse();
        assertThat(TRACKING.owns(marked.without("metadata", "annotations"))).isFalse();
    }

    @Test
    void tellsInstallationsApplicationsAndEnvironmentsApart() {
        Resource marked = TRACKING.mark(deployment("shop", "web"));

        assertThat(new Tracking("other", "shop", "prod").owns(marked)).isFalse();
        assertThat(new Tracking("ci", "shop2", "prod").owns(marked)).isFalse();
        assertThat(new Tracking("ci", "shop", "dev").owns(marked)).isFalse();
        assertThat(new Tracking("a", "bc", "d").label()).isNotEqualTo(new Tracking("ab", "c", "d").label());
    }

    @Test
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> new Tracking("ci", " ", "prod")).hasMessageContaining("application");
    }

    private static Resource deployment(String namespace, String name) {
        return Resource.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("namespace", namespace, "name", name)));
    }
}
