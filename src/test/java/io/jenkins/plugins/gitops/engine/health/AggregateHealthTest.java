package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.health.AggregateHealth.Member;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AggregateHealthTest {
    private static final HealthScripts SCRIPTS = new HealthScripts(Map.of(
            "argoproj.io/Application",
            live -> ArgoCdStatus.of(live.text("status", "health", "status")).map(ArgoCdStatus::plainly)));
    private final AggregateHealth aggregate = new AggregateHealth(new ArgoCdRules(SCRIPTS));

    @Test
    void isTheWorstOfItsObjectsAndNamesThem() {
        assertThat(of(
                        live(claim("a", "Bound")),
                        live(claim("b", "Lost")),
                        live(claim("c", "Pending")),
                        live(claim("d", "Lost"))))
                .isEqualTo("Degraded: Caused by PersistentVolumeClaim:shop/b, PersistentVolumeClaim:shop/d");
        assertThat(of(live(claim("a", "Bound")))).isEqualTo("Healthy: ");
        assertThat(of()).isEqualTo("Healthy: ");
    }

    @Test
    void namesThreeCausesAndCountsTheRest() {
        assertThat(of(
                        live(Live.of("apps/v1", "Deployment", "spec: {paused: true}")),
                        live(Live.of("apps/v1", "Deployment", "spec: {paused: true}")),
                        live(Live.of("apps/v1", "Deployment", "spec: {paused: true}")),
                        live(Live.of("apps/v1", "Deployment", "spec: {paused: true}")),
                        live(Live.of("apps/v1", "Deployment", "spec: {paused: true}"))))
                .isEqualTo("Suspended: Caused by apps/Deployment:shop/web, apps/Deployment:shop/web, "
                        + "apps/Deployment:shop/web and 2 more");
    }

    @Test
    void aMissingObjectWorsensNothingUnlessAllAre() {
        assertThat(of(live(claim("a", "Bound")), missing(claim("b", "Bound")))).isEqualTo("Healthy: ");
        assertThat(of(missing(claim("a", "Bound")), missing(claim("b", "Bound"))))
                .isEqualTo("Missing: ");
    }

    @Test
    void leavesOutHooksAndWhatAsksForIt() {
        Resource lost = claim("lost", "Lost");

        assertThat(of(live(annotated(lost, "argocd.argoproj.io/hook", "PreSync"))))
                .isEqualTo("Healthy: ");
        assertThat(of(live(annotated(lost, "helm.sh/hook", "pre-install")))).isEqualTo("Healthy: ");
        assertThat(of(live(annotated(lost, "helm.sh/hook", "crd-install")))).startsWith("Degraded");
        assertThat(of(new Member(null, annotated(lost, "argocd.argoproj.io/hook", "Skip"))))
                .startsWith("Degraded");
        assertThat(of(new Member(annotated(lost, "argocd.argoproj.io/hook", "Skip"), lost)))
                .isEqualTo("Healthy: ");
        assertThat(of(live(annotated(lost, "argocd.argoproj.io/ignore-healthcheck", "true"))))
                .isEqualTo("Healthy: ");
        assertThat(of(live(annotated(lost, "argocd.argoproj.io/ignore-healthcheck", "false"))))
                .startsWith("Degraded");
    }

    @Test
    void aChildApplicationThatIsMissingOrUnknownDoesNotCount() {
        assertThat(of(live(application("child", "Missing")), live(application("other", "Unknown"))))
                .isEqualTo("Healthy: ");
        assertThat(of(live(application("child", "Degraded"))))
                .isEqualTo("Degraded: Caused by argoproj.io/Application:shop/child");
    }

    @Test
    void anApplicationThatManagesItselfDoesNotCountItself() {
        Resource self = application("root", "Degraded");

        Health health = aggregate.of(Arrays.asList(live(self)), Optional.of(self.key()));

        assertThat(health.status()).isEqualTo("Healthy");
        assertThat(aggregate
                        .of(
                                Arrays.asList(live(self)),
                                Optional.of(new ResourceKey("argoproj.io", "Application", "argocd", "another")))
                        .status())
                .isEqualTo("Degraded");
    }

    @Test
    void anObjectWithoutOpinionIsLive() {
        assertThat(of(live(Live.of("v1", "ConfigMap", "")))).isEqualTo("Healthy: ");
    }

    private String of(Member... members) {
        Health health = aggregate.of(Arrays.asList(members), Optional.empty());
        return health.status() + ": " + health.message();
    }

    private static Member live(Resource resource) {
        return new Member(resource, resource);
    }

    private static Member missing(Resource resource) {
        return new Member(resource, null);
    }

    private static Resource claim(String name, String phase) {
        return Live.of("v1", "PersistentVolumeClaim", "status: {phase: " + phase + "}")
                .with(name, "metadata", "name");
    }

    private static Resource application(String name, String health) {
        return Live.of("argoproj.io/v1alpha1", "Application", "status: {health: {status: " + health + "}}")
                .with(name, "metadata", "name");
    }

    private static Resource annotated(Resource resource, String annotation, String value) {
        return resource.with(value, "metadata", "annotations", annotation);
    }
}
