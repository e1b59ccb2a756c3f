package io.jenkins.plugins.gitops.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PruneStageTest {
    private static final String NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: extra, uid: n}}";
    private final ListedCluster cluster = new ListedCluster();
    private final SyncTestbed bed = new SyncTestbed(cluster, "prod");

    @Test
    void takesANamespaceWithAllThatGoes() throws Exception {
        assertThat(prune(NAMESPACE, map("a", ""), map("b", ", ownerReferences: [{name: a}]")))
                .isEqualTo(Map.of("a", Action.PRUNED, "b", Action.PRUNED, "extra", Action.PRUNED));
    }

    @Test
    void keepsTheNamespaceOfWhatIsKept() throws Exception {
        String kept = ", annotations: {argocd.argoproj.io/sync-options: Prune=false}";

        assertThat(prune(NAMESPACE, map("a", ""), map("b", kept)))
                .isEqualTo(Map.of("a", Action.PRUNED, "b", Action.KEPT, "extra", Action.KEPT));
        assertThat(prune(NAMESPACE, map("b", kept + ", ownerReferences: [{name: elsewhere}]")))
                .isEqualTo(Map.of("b", Action.KEPT, "extra", Action.KEPT));
    }

    @Test
    void keepsTheDefinitionOfWhatIsKept() throws Exception {
        String definition = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition,"
                + " metadata: {name: configmaps.test, uid: d}, spec: {group: '', names: {kind: ConfigMap}}}";

        assertThat(prune(definition, map("b", ", annotations: {argocd.argoproj.io/sync-options: Prune=confirm}")))
                .isEqualTo(Map.of("b", Action.KEPT, "configmaps.test", Action.KEPT));
    }

    private static String map(String name, String metadata) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: extra, uid: %s%s}}"
                .formatted(name, name, metadata);
    }

    private Map<String, Action> prune(String... yaml) throws Exception {
        List<Resource> surplus = new ArrayList<>();
        for (String text : yaml) {
            bed.placed(text).forEach(object -> surplus.add(bed.tracking.mark(object)));
        }
        cluster.objects = surplus;
        Report report = new Report();
        SyncContext context = new SyncContext(
                cluster,
                bed.rules(),
                (desired, live) -> false,
                bed.request(SyncTestbed.PRUNING, false, ""),
                report,
                () -> false);

        new PruneStage(context, surplus, new ObjectWriter(context)).advance(Instant.EPOCH);

        return report.result(SyncResult.Ending.SYNCED, "").resources().stream()
                .collect(Collectors.toMap(outcome -> outcome.key().name(), ResourceOutcome::action));
    }
}
