package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Tracking TRACKING = new Tracking("ci", "shop", "prod");
    private static final Predicate<GroupKind> NAMESPACED = kind -> !kind.kind().startsWith("Cluster");
    private static final Differ DIFFER = new Differ(List.of());

    @Test
    void inSyncWhereEveryObjectIsThere() throws IOException {
        Comparison comparison = compare(
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}"),
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {k: v}}"));

        assertThat(comparison.verdict()).isEqualTo(Verdict.SYNCED);
        assertThat(comparison.resources())
                .extracting(diff -> diff.key().toString())
                .containsExactly("ConfigMap shop/a");
    }

    @Test
    void tellsMissingModifiedAndAddedApart() throws IOException {
        Resource old = TRACKING.mark(read("{apiVersion: v1, kind: Service, metadata: {name: old, namespace: shop}}")
                .get(0));
        List<Resource> live = List.of(
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop}, data: {k: w}}")
                        .get(0),
                old);

        Comparison comparison = compare(read("""
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {k: v}}
                        ---
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                        """), live);

        assertThat(comparison.verdict()).isEqualTo(Verdict.OUT_OF_SYNC);
        assertThat(comparison.resources())
                .extracting(diff -> diff.key().name(), ResourceDiff::change)
                .containsExactly(tuple("b", Change.MODIFIED), tuple("a", Change.MISSING), tuple("old", Change.ADDED));
    }

    @Test
    void leavesAloneWhatIsNotOurs() throws IOException {
        Resource marked = TRACKING.mark(read("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}")
                .get(0));
        List<Resource> live = List.of(
                marked.without("metadata", "labels"),
                marked.with("copy", "metadata", "name"),
                marked.with("elsewhere", "metadata", "namespace"),
                marked.with(List.of(Map.of("kind", "Owner")), "metadata", "ownerReferences"),
                new Tracking("ci", "shop", "dev").mark(marked.without("metadata", "labels")));

        for (Resource resource : live) {
            assertThat(compare(List.of(), List.of(resource)).resources()).isEmpty();
        }
        assertThat(compare(List.of(), List.of(marked)).resources()).hasSize(1);
    }

    @Test
    void extraneousObjectsMayBeIgnored() throws IOException {
        Resource marked = TRACKING.mark(read("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: s
                  namespace: shop
                  annotations: {argocd.argoproj.io/compare-options: "ServerSideDiff=true,IgnoreExtraneous"}
                """).get(0));

        assertThat(compare(List.of(), List.of(marked)).verdict()).isEqualTo(Verdict.SYNCED);
    }

    @Test
    void hooksAreNoPartOfIt() throws IOException {
        List<Resource> hooks = read("""
                {apiVersion: batch/v1, kind: Job, metadata: {name: a, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}}
                ---
                {apiVersion: batch/v1, kind: Job, metadata: {name: b, namespace: shop, annotations: {argocd.argoproj.io/hook: Skip}}}
                ---
                {apiVersion: batch/v1, kind: Job, metadata: {name: c, namespace: shop, annotations: {helm.sh/hook: post-install}}}
                """);

        assertThat(compare(hooks, List.of()).resources()).isEmpty();
        assertThat(compare(List.of(), hooks.stream().map(TRACKING::mark).toList())
                        .resources())
                .isEmpty();
    }

    @Test
    void clusterScopedObjectsHaveNoNamespace() throws IOException {
        Comparison comparison = compare(
                read(
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r, namespace: shop}}"),
                read("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r}}"));

        assertThat(comparison.verdict()).isEqualTo(Verdict.SYNCED);
    }

    @Test
    void anObjectKeepsItsOwnNamespace() throws IOException {
        assertThat(compare(
                                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}"),
                                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}"))
                        .resources())
                .extracting(ResourceDiff::change)
                .containsExactly(Change.MISSING);
    }

    @Test
    void oneObjectServedInTwoGroupsIsOne() throws IOException {
        Comparison comparison = compare(
                read(
                        "{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: h}]}}"),
                read("{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop},"
                        + " spec: {rules: [{host: h}]}}"));

        assertThat(comparison.verdict()).isEqualTo(Verdict.SYNCED);
    }

    @Test
    void theLastOfTwoWithTheSameIdentityCounts() throws IOException {
        Comparison comparison = compare(
                read("""
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: old}}
                        ---
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {k: new}}
                        """),
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {k: new}}"));

        assertThat(comparison.resources()).hasSize(1);
        assertThat(comparison.verdict()).isEqualTo(Verdict.SYNCED);
    }

    @Test
    void replicasUnderAnAutoscalerAreNoDrift() throws IOException {
        String workloads = """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: hpa, namespace: shop}, spec: {replicas: %1$d}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: keda, namespace: shop}, spec: {replicas: %1$d}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: fixed, namespace: shop}, spec: {replicas: %1$d}}
                ---
                {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h, namespace: shop},
                 spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: hpa}}}
                ---
                {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k, namespace: shop},
                 spec: {scaleTargetRef: {name: keda}}}
                """;

        Comparison comparison = compare(read(workloads.formatted(3)), read(workloads.formatted(5)));

        assertThat(comparison.resources())
                .filteredOn(diff -> diff.change() != Change.NONE)
                .extracting(diff -> diff.key().name(), ResourceDiff::drift)
                .containsExactly(tuple("fixed", Set.of(DriftKind.SCALE)));
    }

    @Test
    void filesAreMatchedByNameWhereTheNamespaceIsOpen() throws IOException {
        Comparison comparison = Comparison.ofFiles(
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}"),
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {k: w}}"),
                DIFFER);

        assertThat(comparison.resources())
                .extracting(diff -> diff.key().toString(), ResourceDiff::change)
                .containsExactly(tuple("ConfigMap shop/a", Change.MODIFIED));
    }

    @Test
    void filesThatLiveAloneHasAreAddedUnlessTheClusterMakesThem() throws IOException {
        List<Resource> live = read("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, namespace: shop}}
                ---
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: extra, namespace: shop}}
                """);

        assertThat(Comparison.ofFiles(List.of(), live, DIFFER).resources())
                .extracting(diff -> diff.key().name(), ResourceDiff::change)
                .containsExactly(tuple("extra", Change.ADDED));
    }

    @Test
    void trackingDecidesWhatIsAddedAmongFilesWhereThereIsAny() throws IOException {
        List<Resource> live = List.of(
                read("{apiVersion: v1, kind: ConfigMap, metadata: {name: extra, namespace: shop}}")
                        .get(0),
                TRACKING.mark(read("{apiVersion: v1, kind: ConfigMap, metadata: {name: ours, namespace: shop}}")
                        .get(0)));

        assertThat(Comparison.ofFiles(List.of(), live, DIFFER).resources())
                .extracting(diff -> diff.key().name())
                .containsExactly("ours");
    }

    private static Comparison compare(List<Resource> desired, List<Resource> live) {
        return Comparison.of(desired, live, DIFFER, "shop", NAMESPACED, TRACKING::owns);
    }

    private static List<Resource> read(String yaml) throws IOException {
        return Manifests.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }
}
