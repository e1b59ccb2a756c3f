package io.jenkins.plugins.gitops.engine.sync;

import static io.jenkins.plugins.gitops.engine.sync.SyncTestbed.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.sync.SyncResult.Ending;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import org.junit.jupiter.api.Test;

class HooksTest extends OnSyncTestbed {

    HooksTest(ControlPlane plane) throws ClusterException {
        super(plane);
    }

    @Test
    void runsJobsBeforeAndAfterEachTimeAnew() throws Exception {
        String manifests = configMap("a", "1")
                + job("migrate", "PreSync", "BeforeHookCreation", "")
                + job("notify", "PostSync", "HookSucceeded", "")
                + job("alarm", "SyncFail", "HookSucceeded", "")
                + job("never", "Skip", "HookSucceeded", "");

        SyncResult first = bed.sync(manifests);
        String before = uid("migrate");
        SyncResult second = bed.sync(manifests);

        assertThat(first.ending()).as(first.message()).isEqualTo(Ending.SYNCED);
        assertThat(first.resources())
                .extracting(outcome -> outcome.key().name() + " " + outcome.action())
                .containsExactly("migrate HOOK_DONE", "a APPLIED", "notify HOOK_DONE", "alarm NOT_STARTED");
        assertThat(second.ending()).as(second.message()).isEqualTo(Ending.SYNCED);
        assertThat(uid("migrate")).isNotEmpty().isNotEqualTo(before);
        assertThat(uid("notify")).isEmpty();
        assertThat(uid("never")).isEmpty();
    }

    @Test
    void appliesNothingAfterAHookThatFailedButTheHooksForThat() throws Exception {
        SyncResult result = bed.sync(configMap("a", "1")
                + job("migrate", "PreSync", "HookFailed", "activeDeadlineSeconds: 1, suspend: false,")
                        .replace("gitops.test/pod: ready", "gitops.test/pod: unready")
                        .replace("restartPolicy: Never", "restartPolicy: Never, nodeSelector: {no: where}")
                + configMap("told", "1", "argocd.argoproj.io/hook: SyncFail"));

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.message()).contains("Job.batch " + namespace + "/migrate is Degraded");
        assertThat(result.resources())
                .extracting(outcome -> outcome.key().name() + " " + outcome.action())
                .containsExactly("migrate FAILED", "a NOT_STARTED", "told HOOK_DONE");
        assertThat(uid("migrate")).isEmpty();
        assertThat(plane.kubectl().output("get", "configmaps", "-n", namespace, "-o", "name"))
                .contains("configmap/told")
                .doesNotContain("configmap/a\n");
    }

    private static String job(String name, String phase, String policy, String spec) {
        return """
                ---
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: %s
                  annotations: {argocd.argoproj.io/hook: %s, argocd.argoproj.io/hook-delete-policy: %s}
                spec: {%s template: {metadata: {labels: {gitops.test/pod: ready}}, spec: {restartPolicy: Never, containers: [{name: main, image: registry.test/job}]}}}
                """.formatted(name, phase, policy, spec);
    }

    /** The object's uid, empty where there is none or it is being deleted. */
    private String uid(String job) throws Exception {
        return plane.kubectl()
                .output(
                        "get",
                        "jobs",
                        "-n",
                        namespace,
                        "--field-selector=metadata.name=" + job,
                        "-o",
                        "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.uid}}{{end}}{{end}}");
    }
}
