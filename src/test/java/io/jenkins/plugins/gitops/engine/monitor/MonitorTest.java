package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drift made by hand on a real API server, found by a monitor that has a real Git server for the truth. */
@OnTestbed
@Timeout(120)
class MonitorTest {
    private static final MonitorSettings QUICK = new MonitorSettings(Duration.ofMinutes(10), Duration.ofMillis(300));
    private static final String HEAL = "        drift: heal\n";

    @TempDir
    private Path cache;

    private final ControlPlane plane;
    private WatchedShop shop;

    MonitorTest(ControlPlane plane) {
        this.plane = plane;
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private WatchedShop shop(String more) throws Exception {
        shop = new WatchedShop(plane, cache, QUICK, more);
        return shop;
    }

    @Test
    void findsAttributesAndCountsWhatSomebodyScaled() throws Exception {
        shop("").deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");

        DriftRecord drift = shop.drift("Deployment", "web").drift();

        assertThat(drift.kinds()).containsExactly("scale");
        assertThat(drift.count()).isEqualTo(1);
        assertThat(drift.action()).isEqualTo(DriftPolicy.Action.AUDIT);
        assertThat(drift.by()).isEqualTo(new Attribution.Person("kubectl"));
        assertThat(drift.diff().fields()).singleElement().satisfies(field -> {
            assertThat(field.path()).isEqualTo("/spec/replicas");
            assertThat(field.desired()).hasToString("2");
            assertThat(field.live()).hasToString("5");
        });

        shop.kubectl("scale", "deployment/web", "--replicas=2");
        assertThat(shop.resolved("Deployment", "web").healed()).isFalse();
        shop.kubectl("scale", "deployment/web", "--replicas=4");
        MonitorEvent.Drifted again =
                shop.await(MonitorEvent.Drifted.class, event -> event.drift().count() == 2);
        assertThat(again.drift().firstSeen()).isEqualTo(drift.firstSeen());
        assertThat(shop.events(MonitorEvent.Drifted.class)).hasSize(2);
    }

    @Test
    void tellsTheKindsOfDriftApart() throws Exception {
        shop("").deliver().watch();
        shop.kubectl("set", "image", "deployment/web", "main=registry.test/web:9");
        shop.kubectl("label", "service/web", "owner=ada");
        shop.kubectl(
                "patch",
                "configmap/settings",
                "--field-manager=kubectl-edit",
                "-p",
                "{\"data\": {\"colour\": \"red\"}}");

        DriftRecord image = shop.drift("Deployment", "web").drift();
        assertThat(image.kinds()).containsExactly("image");
        assertThat(image.by()).isEqualTo(new Attribution.Person("kubectl-set"));
        assertThat(image.diff().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.time()).isNotNull());
        DriftRecord label = shop.drift("Service", "web").drift();
        assertThat(label.kinds()).containsExactly("network");
        assertThat(label.by()).isEqualTo(new Attribution.Person("kubectl-label"));
        assertThat(label.diff().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.addition()).isTrue());
        DriftRecord settings = shop.drift("ConfigMap", "settings").drift();
        assertThat(settings.kinds()).containsExactly("config");
        assertThat(settings.by()).isEqualTo(new Attribution.Person("kubectl-edit"));

        shop.deliver();
        assertThat(shop.resolved("ConfigMap", "settings").drift().firstSeen()).isEqualTo(settings.firstSeen());
    }

    @Test
    void reportsNothingThatIsMeantToDiffer() throws Exception {
        shop("").deliver().watch();
        shop.kubectl("autoscale", "deployment/web", "--min=1", "--max=9", "--cpu-percent=50");
        shop.kubectl("scale", "deployment/web", "--replicas=6");
        shop.kubectl(
                "patch",
                "deployment/web",
                "--field-manager=sidecar-injector",
                "-p",
                "{\"spec\": {\"template\": {\"spec\": {\"containers\":"
                        + " [{\"name\": \"sidecar\", \"image\": \"registry.test/sidecar:1\"}]}}}}");
        shop.kubectl("annotate", "service/web", "--field-manager=some-controller", "seen=true");
        // whoever is not reported now had longer to become steady than this one
        await().until(() -> shop.kubectl("get", "deployment/web", "-o", "jsonpath={..containers[*].name}")
                .contains("sidecar"));
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");
        shop.drift("ConfigMap", "settings");

        assertThat(shop.events(MonitorEvent.Drifted.class)).hasSize(1);
    }

    @Test
    void findsWhatIsMissingAndWhatIsExtra() throws Exception {
        shop("").deliver().watch();
        shop.kubectl("delete", "configmap/settings");
        DriftRecord missing = shop.drift("ConfigMap", "settings").drift();
        assertThat(missing.kinds()).containsExactly("missing");
        assertThat(missing.by()).isEqualTo(new Attribution.Unknown(""));
        shop.deliver();
        shop.resolved("ConfigMap", "settings");

        shop.commit("envs/prod/service.yaml", "# nothing any more\n");
        shop.kubectl("scale", "deployment/web", "--replicas=5"); // Git is asked because of it
        DriftRecord extra = shop.drift("Service", "web").drift();
        assertThat(extra.diff().change()).isEqualTo(Change.ADDED);
        assertThat(extra.kinds()).containsExactly("extra");
    }

    @Test
    void aCommitThatIsStillToBeDeliveredIsNoDrift() throws Exception {
        shop("").deliver().watch();
        String tip = shop.commit(
                "envs/prod/settings.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {colour: green}\n");
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        assertThat(shop.drift("Deployment", "web").revision()).isEqualTo(tip);
        shop.deliver();
        shop.resolved("Deployment", "web");
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");
        DriftRecord settings = shop.drift("ConfigMap", "settings").drift();
        assertThat(settings.diff().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.desired()).isEqualTo("green"));
        assertThat(shop.events(MonitorEvent.Drifted.class)).hasSize(2);
    }

    @Test
    void aDriftIsNotOverBecauseGitHasChangedMeanwhile() throws Exception {
        shop("").deliver().watch();
        shop.kubectl("delete", "configmap/settings");
        shop.drift("ConfigMap", "settings");
        String tip = shop.commit(
                "envs/prod/settings.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {colour: green}\n");
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        assertThat(shop.drift("Deployment", "web").revision()).isEqualTo(tip);
        shop.await(MonitorEvent.Seen.class, seen -> seen.revision().equals(tip));
        shop.kubectl("scale", "deployment/web", "--replicas=2");
        shop.resolved("Deployment", "web");
        assertThat(shop.events(MonitorEvent.Resolved.class)).hasSize(1);

        shop.deliver();
        shop.resolved("ConfigMap", "settings");
    }

    @Test
    void whatDriftsDoesSoUnderAnotherPolicyTooAndNoLongerWhereNobodyWatches() throws Exception {
        shop = new WatchedShop(plane, cache, new MonitorSettings(Duration.ofSeconds(1), Duration.ofMillis(300)), "");
        shop.deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        DriftRecord drift = shop.drift("Deployment", "web").drift();
        shop.commit("gitops.yaml", shop.configuration("        drift: alert\n"));
        MonitorEvent.Drifted again =
                shop.await(MonitorEvent.Drifted.class, event -> event.drift().action() == DriftPolicy.Action.ALERT);
        assertThat(again.drift().firstSeen()).isEqualTo(drift.firstSeen());
        assertThat(shop.events(MonitorEvent.Resolved.class)).isEmpty();

        shop.commit("gitops.yaml", shop.configuration("").replace("name: prod", "name: other"));
        assertThat(shop.resolved("Deployment", "web").healed()).isFalse();
    }

    @Test
    void aDeliveryThatTheMonitorLearnsOfByTheClusterIsNoDrift() throws Exception {
        shop(HEAL).deliver().watch();
        shop.commit(
                "envs/prod/settings.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {colour: green}\n");
        shop.deliver();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.resolved("Deployment", "web");

        assertThat(shop.kubectl("get", "configmap/settings", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("green");
        assertThat(shop.events(MonitorEvent.Drifted.class)).hasSize(1);
    }

    @Test
    void healsWhatHasDriftedAndNothingElse() throws Exception {
        shop("""
                        drift:
                          rules: [{drift: [config], action: audit}, {fields: [/metadata/labels], action: allow}]
                          otherwise: heal
                """).deliver().watch();
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");
        shop.kubectl("label", "deployment/web", "owner=ada");
        shop.kubectl("scale", "deployment/web", "--replicas=5");

        MonitorEvent.Healed healed = shop.await(MonitorEvent.Healed.class, event -> true);
        assertThat(healed.resource().kind()).isEqualTo("Deployment");
        assertThat(shop.resolved("Deployment", "web").healed()).isTrue();
        assertThat(shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas} {.metadata.labels.owner}"))
                .isEqualTo("2 ada");
        shop.drift("ConfigMap", "settings");
        assertThat(shop.kubectl("get", "configmap/settings", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("red");

        shop.kubectl("scale", "deployment/web", "--replicas=7");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shop.events(MonitorEvent.Healed.class).size() == 2);
        List<MonitorEvent.Healed> both = shop.events(MonitorEvent.Healed.class);
        assertThat(Duration.between(both.get(0).time(), both.get(1).time())).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void whatSomebodyPutsBackAfterAHealWasNotHealed() throws Exception {
        shop("""
                        drift:
                          rules: [{fields: [/spec/sessionAffinity], action: audit}]
                          otherwise: heal
                """).deliver().watch();
        shop.kubectl("patch", "service/web", "-p", "{\"spec\": {\"sessionAffinity\": \"ClientIP\"}}");
        shop.drift("Service", "web");
        shop.kubectl("patch", "service/web", "-p", "{\"spec\": {\"selector\": {\"app\": \"other\"}}}");
        shop.await(MonitorEvent.Healed.class, event -> true);
        shop.await(
                MonitorEvent.Drifted.class,
                event -> event.time()
                        .isAfter(shop.events(MonitorEvent.Healed.class).get(0).time()));
        shop.kubectl("patch", "service/web", "-p", "{\"spec\": {\"sessionAffinity\": \"None\"}}");

        assertThat(shop.resolved("Service", "web").healed()).isFalse();
    }

    @Test
    void healsAnImageBesideReplicasThatMayDiffer() throws Exception {
        shop("""
                        drift:
                          rules: [{drift: [scale], action: allow}]
                          otherwise: heal
                """).deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.kubectl("set", "image", "deployment/web", "main=registry.test/web:9");

        shop.resolved("Deployment", "web");
        assertThat(shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas} {..image}"))
                .isEqualTo("5 registry.test/web:1");
    }

    @Test
    void healsNothingBeforeEverythingIsSeen() throws Exception {
        shop(HEAL).deliver();
        shop.cluster().silence(new GroupKind("", "Service"));
        shop.begin();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.drift("Deployment", "web");

        await().during(Duration.ofSeconds(2))
                .until(() -> shop.events(MonitorEvent.Healed.class).isEmpty());
    }

    @Test
    void whatMayDifferHasNoSayInWhetherTheRestIsHealed() throws Exception {
        shop("""
                        drift:
                          rules: [{drift: [scale], action: allow}, {fields: [/metadata/labels], action: heal}]
                          otherwise: audit
                """).deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.kubectl("label", "deployment/web", "owner=ada");

        assertThat(refusal("Deployment")).contains("somebody added");
        assertThat(shop.events(MonitorEvent.Healed.class)).isEmpty();
    }

    @Test
    void aWriteThatIsRefusedIsNoFightAndHoldsUpNoOther() throws Exception {
        shop(HEAL).deliver().watch();
        ResourceKey web = new ResourceKey("apps", "Deployment", shop.namespace(), "web");
        shop.cluster().refuse(web, new ClusterException(ClusterException.Reason.REJECTED, "a policy says no"));
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        assertThat(refusal("Deployment")).isEqualTo("Could not be healed: a policy says no");
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");

        assertThat(shop.resolved("ConfigMap", "settings").healed()).isTrue();
        assertThat(shop.events(MonitorEvent.Refused.class)).hasSize(1);
    }

    @Test
    void allowsWhatALeaseAllowsUntilItEnds() throws Exception {
        shop(HEAL).deliver();
        Instant end = Instant.now().plusSeconds(12);
        Lease lease = new Lease(
                new Lease.Scope("shop", "prod", "", "Deployment/web", List.of("/spec/replicas")),
                "Ada",
                "Black Friday",
                Instant.now(),
                end);
        shop.commit(Lease.FOLDER + "/web.yaml", new String(lease.toYaml(), StandardCharsets.UTF_8));
        shop.watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.kubectl("set", "image", "deployment/web", "main=registry.test/web:9");

        shop.resolved("Deployment", "web");
        assertThat(shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas} {..image}"))
                .as("at %s, before %s", Instant.now(), end)
                .isEqualTo("5 registry.test/web:1");
        MonitorEvent.Drifted over = shop.await(
                MonitorEvent.Drifted.class, event -> event.drift().kinds().equals(List.of("scale")));
        assertThat(over.time()).isAfter(end);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas}")
                        .equals("2"));
    }

    @Test
    void whatALeaseSaysIsNeverGuessed() throws Exception {
        shop = new WatchedShop(plane, cache, new MonitorSettings(Duration.ofSeconds(1), Duration.ofMillis(300)), HEAL);
        shop.deliver().watch();
        shop.commit(Lease.FOLDER + "/web.yaml", "lease: {application: shop}\n");
        assertThat(shop.await(MonitorEvent.Unknown.class, event -> true).reasons())
                .singleElement()
                .asString()
                .contains("web.yaml:1:8: found no 'by'");
        shop.kubectl("scale", "deployment/web", "--replicas=5");

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> shop.events(MonitorEvent.Healed.class).isEmpty());
    }

    @Test
    void healsOneObjectAfterTheOther() throws Exception {
        shop(HEAL).deliver().watch();
        shop.cluster().holdWrites();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");
        shop.drift("Deployment", "web");
        shop.drift("ConfigMap", "settings");

        await().until(() -> shop.cluster().heldWrites() > 0);
        await().during(Duration.ofSeconds(1)).until(() -> shop.cluster().heldWrites() == 1 && workersInQueue() == 0);
        shop.cluster().letWrite();
        shop.resolved("Deployment", "web");
        shop.resolved("ConfigMap", "settings");
    }

    private static long workersInQueue() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gitops-monitor-work-"))
                .filter(thread -> thread.getState() == Thread.State.BLOCKED)
                .count();
    }

    @Test
    void leavesAloneWhatHasChangedSinceItWasCompared() throws Exception {
        shop(HEAL).deliver().watch();
        AtomicInteger reads = new AtomicInteger();
        shop.cluster().afterReading(() -> {
            if (reads.getAndIncrement() == 0) {
                shop.change("deployment/web", "{\"spec\": {\"replicas\": 7}}");
            }
        });
        shop.kubectl("scale", "deployment/web", "--replicas=5");

        shop.resolved("Deployment", "web");
        assertThat(reads).as("read again, since the first one was out of date").hasValueGreaterThan(1);
        assertThat(shop.events(MonitorEvent.Healed.class)).hasSize(1);
    }

    @Test
    void replicasThatAnAutoscalerIsToSetAreNotResetByAHeal() throws Exception {
        shop(HEAL).deliver().watch();
        shop.kubectl("autoscale", "deployment/web", "--min=1", "--max=9", "--cpu-percent=50");
        shop.kubectl("set", "image", "deployment/web", "main=registry.test/web:9");

        shop.resolved("Deployment", "web");
        assertThat(shop.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas} {..image}"))
                .isEqualTo("2 registry.test/web:1");
    }

    @Test
    void doesNotHealWhereSomebodyElseDeliversOrWhereEverythingDiffers() throws Exception {
        shop(HEAL).deliver();
        shop.commit("gitops.yaml", shop.configuration(HEAL + "        delivery: external\n"));
        shop.watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        assertThat(shop.await(MonitorEvent.Refused.class, event -> true).reason())
                .contains("external delivers here");

        shop.kubectl("delete", "deployment/web", "service/web", "configmap/settings");
        shop.commit("gitops.yaml", shop.configuration(HEAL));
        shop.await(MonitorEvent.Refused.class, event -> event.reason().contains("every object differs"));
        assertThat(shop.kubectl("get", "configmaps", "-o", "name")).doesNotContain("settings");
    }

    @Test
    void healsNothingThatMayBeACommitStillToCome() throws Exception {
        shop(HEAL).deliver();
        shop.kubectl("delete", "configmap/settings");
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.watch();

        assertThat(shop.resolved("Deployment", "web").healed())
                .as("somebody's hand, beyond doubt")
                .isTrue();
        assertThat(refusal("ConfigMap")).contains("still to be delivered");
        assertThat(shop.kubectl("get", "configmaps", "-o", "name")).doesNotContain("settings");

        shop.deliver();
        shop.resolved("ConfigMap", "settings");
        shop.kubectl("delete", "configmap/settings");
        shop.await(MonitorEvent.Healed.class, event -> event.resource().kind().equals("ConfigMap"));
    }

    @Test
    void healsNothingThatSomebodyElseHasTakenOrAdded() throws Exception {
        shop(HEAL).deliver().watch();
        shop.kubectl("annotate", "service/web", "--overwrite", "gitops.jenkins.io/tracking-id=other:mail/prod:x");
        shop.kubectl("patch", "service/web", "-p", "{\"spec\": {\"sessionAffinity\": \"ClientIP\"}}");
        shop.kubectl("label", "deployment/web", "owner=ada");

        assertThat(refusal("Service")).contains("delivered as other:mail/prod:x");
        assertThat(refusal("Deployment")).contains("somebody added");
        assertThat(shop.events(MonitorEvent.Healed.class)).isEmpty();
    }

    @Test
    void healsNothingThatWasNotDeliveredFromHere() throws Exception {
        shop(HEAL).deliver().watch();
        shop.kubectl("annotate", "configmap/settings", "gitops.jenkins.io/tracking-id-");
        shop.kubectl("label", "configmap/settings", "gitops.jenkins.io/environment-");
        shop.kubectl("patch", "configmap/settings", "-p", "{\"data\": {\"colour\": \"red\"}}");

        assertThat(refusal("ConfigMap")).contains("not delivered from here");
        assertThat(shop.events(MonitorEvent.Healed.class)).isEmpty();
    }

    private String refusal(String kind) {
        return shop.await(
                        MonitorEvent.Refused.class,
                        event -> event.resource()
                                .filter(key -> key.kind().equals(kind))
                                .isPresent())
                .reason();
    }

    @Test
    void saysThatNobodyIsAskedYet() throws Exception {
        shop("        drift: approve\n").deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");

        assertThat(shop.drift("Deployment", "web").drift().action()).isEqualTo(DriftPolicy.Action.APPROVE);
        assertThat(shop.await(MonitorEvent.Refused.class, event -> true).reason())
                .contains("not acted on yet");
    }

    @Test
    void keepsWhatGitSaidWhereTheNewestCannotBeRendered() throws Exception {
        shop = new WatchedShop(plane, cache, new MonitorSettings(Duration.ofMillis(500), Duration.ofMillis(300)), HEAL);
        shop.deliver().watch();
        shop.commit("envs/prod/settings.yaml", "apiVersion: v1\nkind: [\n");
        assertThat(shop.await(MonitorEvent.Unknown.class, event -> true).reasons())
                .singleElement()
                .asString()
                .contains("settings.yaml");
        shop.kubectl("delete", "configmap/settings");
        shop.commit("envs/prod/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n");
        shop.await(
                MonitorEvent.Seen.class,
                seen -> shop.events(MonitorEvent.Unknown.class).size() == 1
                        && seen.time()
                                .isAfter(shop.events(MonitorEvent.Unknown.class)
                                        .get(0)
                                        .time()));

        assertThat(shop.events(MonitorEvent.Drifted.class)).isEmpty();
        assertThat(shop.events(MonitorEvent.Healed.class)).isEmpty();
    }

    @Test
    void countsWhatItFindsAndWhatThatCosts() throws Exception {
        shop(HEAL).deliver().watch();
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.resolved("Deployment", "web");

        String metrics = shop.metrics().text();
        assertThat(metrics.lines())
                .allMatch(
                        line -> line.matches("# (HELP|TYPE) \\w+ .+|\\w+(\\{\\w+=\".*\"})? (\\d+(\\.\\d+)?(E-?\\d+)?)"))
                .anyMatch(line -> line.matches("gitops_drift\\{.*environment=\"prod\",kind=\"scale\"} 0"))
                .anyMatch(line -> line.matches("gitops_monitor_events_total\\{.*event=\"healed\"} 1"))
                .anyMatch(line -> line.matches("gitops_watches\\{cluster=\"test\"} [1-9]\\d*"))
                .anyMatch(line -> line.matches("gitops_watch_events_total\\{cluster=\"test\"} [1-9]\\d*"))
                .anyMatch(line -> line.matches("gitops_api_requests_total\\{cluster=\"test\"} [1-9]\\d*"))
                .anyMatch(line -> line.matches("gitops_git_calls_total\\{repository=\".*\"} [1-9]\\d*"))
                .contains("gitops_drift_detection_seconds_count 1", "gitops_drift_heal_seconds_count 1");
    }

    @Test
    void asksGitLessAndLessOftenWhileItsNewestCannotBeTaken() throws Exception {
        shop(HEAL).deliver().watch();
        shop.commit("envs/prod/settings.yaml", "apiVersion: v1\nkind: [\n");
        shop.kubectl("scale", "deployment/web", "--replicas=5");
        shop.await(MonitorEvent.Unknown.class, event -> true);
        shop.server().forget();

        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(7)).until(() -> asked("GET") <= 2);
        shop.commit(
                "envs/prod/settings.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {colour: blue}\n");
        assertThat(shop.resolved("Deployment", "web").healed()).isTrue();
    }

    @Test
    void asksGitOnceForAllEnvironments() throws Exception {
        shop = new WatchedShop(
                plane,
                cache,
                new MonitorSettings(Duration.ofMillis(200), Duration.ofMillis(300)),
                "      - {name: second, branch: second, destination: {cluster: test, namespace: second}}\n"
                        + "      - {name: third, tag: \"v*\", destination: {cluster: test, namespace: third}}\n");
        shop.server().commitDirectly("config", "second", Map.of("web.yaml", Workload.deployment("web", 2)));
        shop.deliver().watch();
        shop.await(
                MonitorEvent.Unknown.class, event -> event.place().environment().equals("third"));
        shop.server().forget();
        long began = System.nanoTime();
        await().until(() -> asked("GET") >= 4);

        // an interval is never under a second, and each of the three environments would ask once in it
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(asked("GET")).isLessThanOrEqualTo(took.toSeconds() + 1);
        assertThat(asked("POST")).isLessThanOrEqualTo(asked("GET"));
    }

    private long asked(String method) {
        return shop.server().requests().stream()
                .filter(request -> request.startsWith(method))
                .count();
    }
}
