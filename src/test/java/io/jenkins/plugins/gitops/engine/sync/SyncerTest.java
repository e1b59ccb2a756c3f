package io.jenkins.plugins.gitops.engine.sync;

import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.PRUNING;
import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.configMap;
import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.policy;
import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.secret;
import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.cluster.InterceptedCluster;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import io.jenkins.plugins.gitops.engine.sync.SyncResult.Ending;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.PolicyRule;
import io.jenkins.plugins.gitops.engine.testbed.RefusingWebhook;
import io.jenkins.plugins.gitops.engine.testbed.User;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyncerTest extends OnSyncTestbed {

    SyncerTest(ControlPlane plane) throws ClusterException {
        super(plane);
    }

    @Test
    void appliesWaveAfterWaveEachOnceTheOneBeforeIsHealthy() throws Exception {
        SyncResult result = bed.sync(configMap("second", "2", wave(1)) + "---\n" + Workload.deployment("web", 2)
                + configMap("first", "1", wave(-1)));

        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
        assertThat(result.resources())
                .extracting(outcome -> outcome.key().name())
                .containsExactly("first", "web", "second");
        String available = get("deployment/web", "{.status.conditions[?(@.type=='Available')].lastTransitionTime}");
        assertThat(Instant.parse(get("configmap/second", "{.metadata.creationTimestamp}")))
                .isAfterOrEqualTo(Instant.parse(available));
        assertThat(get("configmap/first", "{.metadata.labels}")).contains(Tracking.LABEL, bed.tracking.label());
    }

    @Test
    void doesNotBeginAWaveAfterOneThatFailed() throws Exception {
        SyncResult result = bed.sync(configMap("good", "1")
                + configMap("bad", "1").replace("\ndata:", "\ndaata:")
                + configMap("later", "2", wave(1)));

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.message())
                .startsWith("1 of 2 objects of Sync wave 0 could not be applied:")
                .contains("daata");
        assertThat(actions(result))
                .isEqualTo(Map.of("good", Action.APPLIED, "bad", Action.FAILED, "later", Action.NOT_STARTED));
        assertThat(names("configmaps")).contains("good").doesNotContain("bad", "later");
    }

    @Test
    void failsAWaveThatStaysDegraded() {
        SyncResult result =
                bed.sync("---\n" + Workload.deployment("web", 1, "image-pull") + configMap("later", "2", wave(1)));

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.message()).contains("Deployment.apps " + namespace + "/web is Degraded");
        assertThat(actions(result)).containsEntry("later", Action.NOT_STARTED);
    }

    @Test
    void writesASingleObjectAgainOnlyAsItWasSeen() throws Exception {
        bed.sync(configMap("a", "1"));
        String seen = get("configmap/a", "{.metadata.resourceVersion}");
        SyncRequest request = bed.request(PRUNING, false, configMap("a", "2"));
        Resource desired = request.desired().get(0);
        InterceptedCluster busy = new InterceptedCluster(cluster);
        Syncer syncer = new Syncer(busy, bed.rules(), (wanted, live) -> false);

        busy.afterReading(() -> change("between"));
        assertThat(syncer.apply(request, desired, seen)).isEmpty();
        assertThat(get("configmap/a", "{.data.value}")).isEqualTo("between");
        busy.afterReading(() -> {});
        assertThat(syncer.apply(request, desired, seen)).as("seen before").isEmpty();
        assertThat(syncer.apply(request, desired, "")).as("not seen at all").isEmpty();

        String now = get("configmap/a", "{.metadata.resourceVersion}");
        assertThat(syncer.apply(request, desired, now).orElseThrow().action()).isEqualTo(Action.APPLIED);
        assertThat(get("configmap/a", "{.data.value}")).isEqualTo("2");
    }

    private void change(String value) {
        try {
            cluster.apply(bed.placed(configMap("a", value)).get(0), ApplyOptions.FORCED);
        } catch (ClusterException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prunesTheLastObjectOfAKind() throws Exception {
        bed.sync(configMap("a", "1") + secret("s"));
        assertThat(names("secrets")).contains("s");

        SyncResult result = bed.sync(configMap("a", "1"));
        SyncResult again = bed.sync(configMap("a", "1"));

        assertThat(actions(result)).isEqualTo(Map.of("a", Action.APPLIED, "s", Action.PRUNED));
        assertThat(names("secrets")).doesNotContain("s");
        assertThat(actions(again)).isEqualTo(Map.of("a", Action.APPLIED));
        assertThat(inventoryKinds()).isEqualTo("ConfigMap");
    }

    @Test
    void prunesNothingThatIsNotOurs() throws Exception {
        bed.sync(configMap("a", "1") + configMap("b", "1") + secret("s"));
        plane.kubectl().output("create", "configmap", "by-hand", "-n", namespace);
        // as a controller copies an object with all its metadata
        String original = plane.kubectl().output("get", "secret", "s", "-n", namespace, "-o", "yaml");
        plane.kubectl()
                .apply(original.replaceAll("(?m)^  name: s$", "  name: copy")
                        .replaceAll("(?m)^  (uid|resourceVersion|creationTimestamp):.*$", ""));
        SyncTestbed other = new SyncTestbed(cluster, namespace, "other");
        other.sync(configMap("theirs", "1"));

        SyncResult result = bed.sync(configMap("a", "1"));

        assertThat(actions(result)).isEqualTo(Map.of("a", Action.APPLIED, "b", Action.PRUNED, "s", Action.PRUNED));
        assertThat(names("configmaps")).contains("a", "by-hand", "theirs").doesNotContain("b");
        assertThat(names("secrets")).contains("copy").doesNotContain("s");
    }

    @Test
    void prunesADefinitionAndItsObjects() throws Exception {
        String lamps = lamps();
        SyncResult first = bed.sync(lamps + lamp("a") + lamp("b") + configMap("c", "1"));
        assertThat(first.ending()).as(first.message()).isEqualTo(Ending.SYNCED);
        assertThat(inventoryKinds())
                .isEqualTo("ConfigMap,CustomResourceDefinition.apiextensions.k8s.io,Lamp." + namespace + ".test");

        SyncResult result = bed.sync(configMap("c", "1"));

        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
        assertThat(result.resources())
                .filteredOn(outcome -> outcome.action() == Action.PRUNED)
                .extracting(outcome -> outcome.key().kind())
                .containsExactly("Lamp", "Lamp", "CustomResourceDefinition");
        assertThat(bed.sync(configMap("c", "1")).ending()).isEqualTo(Ending.SYNCED);
        assertThat(inventoryKinds()).isEqualTo("ConfigMap");
    }

    @Test
    void keepsADefinitionThatOthersUse() throws Exception {
        bed.sync(lamps() + lamp("a") + configMap("c", "1"));
        plane.kubectl().apply(lamp("theirs").replace("NS", namespace), "-n", namespace);

        SyncResult result = bed.sync(configMap("c", "1"));

        assertThat(result.resources()).anySatisfy(outcome -> {
            assertThat(outcome.key().kind()).isEqualTo("CustomResourceDefinition");
            assertThat(outcome.action()).isEqualTo(Action.KEPT);
            assertThat(outcome.message()).contains("/theirs, which is not ours");
        });
        assertThat(names("lamps." + namespace + ".test")).containsExactly("theirs");
    }

    @Test
    void keepsANamespaceThatOthersUse() throws Exception {
        String extra = "---\n{apiVersion: v1, kind: Namespace, metadata: {name: NS-x}}\n"
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: in, namespace: NS-x}}\n";
        SyncResult first = bed.sync(extra + configMap("c", "1"));
        assertThat(first.ending()).as(first.message()).isEqualTo(Ending.SYNCED);
        plane.kubectl().output("create", "configmap", "by-hand", "-n", namespace + "-x");

        SyncResult kept = bed.sync(configMap("c", "1"));
        plane.kubectl().output("delete", "configmap", "by-hand", "-n", namespace + "-x");
        SyncResult gone = bed.sync(configMap("c", "1"));

        assertThat(actions(kept)).containsEntry(namespace + "-x", Action.KEPT).containsEntry("in", Action.PRUNED);
        assertThat(actions(gone)).containsEntry(namespace + "-x", Action.PRUNED);
    }

    @Test
    void keepsANamespaceOfWhatMayNotBePruned() throws Exception {
        String claim = "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: NS-y,"
                + " annotations: {argocd.argoproj.io/sync-options: Prune=false}},"
                + " spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}\n";
        String extra = "---\n{apiVersion: v1, kind: Namespace, metadata: {name: NS-y}}\n"
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: in, namespace: NS-y}}\n";
        bed.sync(extra + claim + configMap("c", "1"));
        String uid =
                plane.kubectl().output("get", "pvc", "data", "-n", namespace + "-y", "-o", "jsonpath={.metadata.uid}");

        SyncResult result = bed.sync(configMap("c", "1"));

        assertThat(uid).isNotEmpty();
        assertThat(actions(result))
                .containsEntry("in", Action.PRUNED)
                .containsEntry("data", Action.KEPT)
                .containsEntry(namespace + "-y", Action.KEPT);
        assertThat(message(result, namespace + "-y")).contains("/data: its annotation says Prune=false");
        assertThat(plane.kubectl().output("get", "namespace", namespace + "-y", "-o", "jsonpath={.status.phase}"))
                .isEqualTo("Active");
    }

    @Test
    void keepsADefinitionOfWhatMayNotBePruned() throws Exception {
        String kept = lamp("kept")
                .replace("name: kept", "name: kept, annotations: {argocd.argoproj.io/sync-options: Prune=confirm}");
        bed.sync(lamps() + kept + lamp("a") + configMap("c", "1"));

        SyncResult result = bed.sync(configMap("c", "1"));

        assertThat(actions(result))
                .containsEntry("a", Action.PRUNED)
                .containsEntry("kept", Action.KEPT)
                .containsEntry("lamps." + namespace + ".test", Action.KEPT);
        assertThat(names("lamps." + namespace + ".test")).containsExactly("kept");
    }

    @Test
    void deletesNotEverythingUnlessAllowed() throws Exception {
        bed.sync(configMap("a", "1"));

        SyncResult refused = bed.sync(policy(true, false, 3), "");
        assertThat(refused.ending()).isEqualTo(Ending.FAILED);
        assertThat(refused.message()).contains("all 1 that are live would be deleted", "allowEmpty");
        assertThat(refused.attempts()).isOne();
        assertThat(names("configmaps")).contains("a");

        assertThat(bed.sync(policy(true, true, 0), "").ending()).isEqualTo(Ending.SYNCED);
        assertThat(names("configmaps")).doesNotContain("a");
    }

    @Test
    void keepsWhatMayNotBePruned() throws Exception {
        bed.sync(configMap("a", "1") + configMap("b", "1", "argocd.argoproj.io/sync-options: Prune=false"));

        SyncResult off = bed.sync(policy(false, false, 0), configMap("x", "1"));
        SyncResult on = bed.sync(configMap("x", "1"));

        assertThat(actions(off)).containsEntry("a", Action.KEPT).containsEntry("b", Action.KEPT);
        assertThat(actions(on)).containsEntry("a", Action.PRUNED).containsEntry("b", Action.KEPT);
        assertThat(names("configmaps")).contains("b").doesNotContain("a");
    }

    @Test
    void remembersKindsBeforeItAppliesThem() throws Exception {
        bed.sync(configMap("a", "1"));

        SyncResult failed = bed.sync(secret("s") + configMap("a", "1").replace("\ndata:", "\ndaata:"));

        assertThat(failed.ending()).isEqualTo(Ending.FAILED);
        assertThat(inventoryKinds()).isEqualTo("ConfigMap,Secret");
        assertThat(actions(bed.sync(configMap("a", "1")))).containsEntry("s", Action.PRUNED);
    }

    @Test
    void takesFieldsOverAndSaysFromWhom() throws Exception {
        bed.sync(configMap("a", "1"));
        plane.kubectl().output("patch", "configmap", "a", "-n", namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");

        SyncResult result = bed.sync(configMap("a", "1"));

        assertThat(result.resources())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.message()).contains(".data.value", "kubectl-patch"));
        assertThat(get("configmap/a", "{.data.value}")).isEqualTo("1");
    }

    @Test
    void takesOverWhatKubectlDeliveredWithWhatGitNoLongerHas() throws Exception {
        plane.kubectl().apply(configMap("a", "old").replace("\ndata: {", "\ndata: {dropped: x, "), "-n", namespace);
        plane.kubectl().output("patch", "configmap", "a", "-n", namespace, "-p", "{\"data\":{\"by-hand\":\"stays\"}}");

        SyncResult result = bed.sync(configMap("a", "1"));

        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
        assertThat(get("configmap/a", "{.data}")).isEqualTo("{\"by-hand\":\"stays\",\"value\":\"1\"}");
        assertThat(get("configmap/a", "{.metadata.annotations}")).doesNotContain("last-applied");
    }

    @Test
    void leavesAloneWhatIsInSync() throws Exception {
        Syncer syncer = new Syncer(
                cluster, bed.rules(), (desired, live) -> desired.at("data").equals(live.at("data")));
        bed.sync(configMap("a", "1") + configMap("b", "1"));

        SyncResult result =
                syncer.sync(bed.request(PRUNING, false, configMap("a", "1") + configMap("b", "2")), Clock.systemUTC());

        assertThat(actions(result)).isEqualTo(Map.of("a", Action.UNCHANGED, "b", Action.APPLIED));
    }

    @Test
    void replacesAndForcesWhereAsked() throws Exception {
        String immutable =
                "---\n{apiVersion: v1, kind: ConfigMap, immutable: true, data: {v: '1'}, metadata: {name: fixed,"
                        + " annotations: {argocd.argoproj.io/sync-options: Force=true}}}\n";
        bed.sync(immutable + configMap("a", "1", "argocd.argoproj.io/sync-options: Replace=true"));
        plane.kubectl().output("patch", "configmap", "a", "-n", namespace, "-p", "{\"data\":{\"more\":\"by hand\"}}");

        SyncResult result = bed.sync(
                immutable.replace("'1'", "'2'") + configMap("a", "1", "argocd.argoproj.io/sync-options: Replace=true"));

        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
        assertThat(get("configmap/fixed", "{.data.v}")).isEqualTo("2");
        assertThat(get("configmap/a", "{.data}")).isEqualTo("{\"value\":\"1\"}");
    }

    @Test
    void changesNothingInADryRun() throws Exception {
        bed.sync(configMap("a", "1") + secret("s"));
        String before = plane.kubectl().output("get", "all,configmaps,secrets", "-n", namespace, "-o", "yaml");

        SyncResult result = bed.syncer()
                .sync(bed.request(PRUNING, true, configMap("a", "2") + lamps() + lamp("x")), Clock.systemUTC());

        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
        assertThat(actions(result)).containsEntry("a", Action.APPLIED).containsEntry("s", Action.PRUNED);
        assertThat(result.resources())
                .anySatisfy(outcome -> assertThat(outcome.message()).contains("not there yet"));
        assertThat(plane.kubectl().output("get", "all,configmaps,secrets", "-n", namespace, "-o", "yaml"))
                .isEqualTo(before);
    }

    @Test
    void triesAgainAfterAPauseUntilTheWebhookLetsItThrough() throws Exception {
        SyncRequest request = bed.request(policy(true, false, 2), false, configMap("a", "1"));
        SyncRun run = bed.syncer().start(request);
        Instant now = Instant.now();
        SyncStep first;
        try (RefusingWebhook webhook = RefusingWebhook.in(plane, namespace, "only on Tuesdays")) {
            first = run.advance(now);
        }
        assertThat(first).isInstanceOfSatisfying(SyncStep.Waiting.class, waiting -> {
            assertThat(waiting.until()).isEqualTo(now.plusSeconds(5));
            assertThat(waiting.why()).startsWith("attempt 2 of 3:").contains("only on Tuesdays");
        });
        assertThat(run.advance(now.plusSeconds(4))).isEqualTo(first);

        SyncStep second = run.advance(now.plusSeconds(5));

        assertThat(second).isInstanceOfSatisfying(SyncStep.Done.class, done -> {
            assertThat(done.result().ending()).isEqualTo(Ending.SYNCED);
            assertThat(done.result().attempts()).isEqualTo(2);
        });
        assertThat(run.advance(now)).isEqualTo(second);
    }

    @Test
    void endsBeforeTheNextObjectWhereCancelled() throws Exception {
        SyncRun[] run = new SyncRun[1];
        Syncer syncer = new Syncer(cluster, bed.rules(), (desired, live) -> {
            run[0].cancel();
            return false;
        });
        bed.sync(configMap("a", "1") + configMap("b", "1"));
        run[0] = syncer.start(bed.request(policy(true, false, 3), false, configMap("a", "2") + configMap("b", "2")));

        SyncStep step = run[0].advance(Instant.now());

        assertThat(step).isInstanceOfSatisfying(SyncStep.Done.class, done -> {
            assertThat(done.result().ending()).isEqualTo(Ending.CANCELLED);
            assertThat(actions(done.result())).isEqualTo(Map.of("a", Action.APPLIED, "b", Action.NOT_STARTED));
        });
        assertThat(get("configmap/b", "{.data.value}")).isEqualTo("1");
    }

    @Test
    void appliesWhatItMayAndSaysWhatItCouldNotLookAt() throws Exception {
        User limited = plane.user(
                namespace,
                "limited",
                PolicyRule.all("", "configmaps"),
                new PolicyRule(List.of(""), List.of("secrets"), List.of("create", "patch")));
        try (KubernetesCluster connection = Clusters.connect(plane, limited)) {
            SyncTestbed restricted = new SyncTestbed(connection, namespace);

            SyncResult result = restricted.sync(configMap("a", "1") + secret("s"));

            assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
            assertThat(result.warnings())
                    .singleElement()
                    .asString()
                    .contains("among Secret", "May not list Secret objects in namespace " + namespace);
            assertThat(names("secrets")).contains("s");
            assertThat(restricted.sync(configMap("a", "1")).ending()).isEqualTo(Ending.SYNCED);
            assertThat(inventoryKinds()).isEqualTo("ConfigMap,Secret");
        }
    }

    @Test
    void makesTheNamespaceWhereAsked() throws Exception {
        SyncTestbed fresh = new SyncTestbed(cluster, namespace + "-new");
        SyncRequest request = fresh.request(PRUNING, false, configMap("a", "1"));

        SyncResult refused = fresh.syncer().sync(request, Clock.systemUTC());
        SyncResult result = fresh.syncer()
                .sync(
                        new SyncRequest(
                                request.desired(),
                                request.namespace(),
                                request.tracking(),
                                PRUNING,
                                true,
                                false,
                                request.deadline()),
                        Clock.systemUTC());

        assertThat(refused.ending()).isEqualTo(Ending.FAILED);
        assertThat(refused.message()).contains(namespace + "-new", "not found");
        assertThat(result.ending()).as(result.message()).isEqualTo(Ending.SYNCED);
    }

    private String lamps() {
        return """
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: lamps.NS.test}
                spec:
                  group: NS.test
                  scope: Namespaced
                  names: {kind: Lamp, listKind: LampList, plural: lamps, singular: lamp}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """;
    }

    private static String lamp(String name) {
        return "---\n{apiVersion: NS.test/v1, kind: Lamp, metadata: {name: %s}, spec: {on: true}}\n".formatted(name);
    }

    private String get(String object, String path) throws Exception {
        return plane.kubectl().output("get", object, "-n", namespace, "-o", "jsonpath=" + path);
    }

    private List<String> names(String kind) throws Exception {
        return List.of(plane.kubectl()
                .output("get", kind, "-n", namespace, "-o", "jsonpath={.items[*].metadata.name}")
                .split(" "));
    }

    private String inventoryKinds() throws Exception {
        return get(
                "configmap/gitops-" + bed.tracking.label(),
                "{.metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds}");
    }

    private static String message(SyncResult result, String name) {
        return result.resources().stream()
                .filter(outcome -> outcome.key().name().equals(name))
                .map(ResourceOutcome::message)
                .collect(Collectors.joining());
    }

    private static Map<String, Action> actions(SyncResult result) {
        return result.resources().stream()
                .collect(Collectors.toMap(outcome -> outcome.key().name(), ResourceOutcome::action));
    }
}
