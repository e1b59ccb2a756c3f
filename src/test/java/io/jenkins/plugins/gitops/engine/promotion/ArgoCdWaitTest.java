package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.testbed.ArgoCd;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import io.jenkins.plugins.gitops.engine.testbed.TestbedPart;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A wait where Argo CD delivers, with nothing played: a real Argo CD between a real Git server and a real API server. */
@OnTestbed(with = TestbedPart.ARGOCD)
@Timeout(180)
class ArgoCdWaitTest {
    @CheckForNull
    private static ControlPlane plane;

    @CheckForNull
    private static ArgoCd argocd;

    @TempDir
    private Path cache;

    private DeliveredShop shop;

    // a control plane of its own: Argo CD watches all of it
    @BeforeAll
    static void startArgoCd(TestbedBinaries binaries) throws Exception {
        plane = ControlPlane.start(binaries, ControlPlane.Extent.WORKLOADS);
        argocd = ArgoCd.start(binaries, plane);
        plane.kubectl().apply("""
                        apiVersion: argoproj.io/v1alpha1
                        kind: AppProject
                        metadata: {name: closed}
                        spec: {sourceRepos: ["*"], destinations: []}
                        """, "-n", ArgoCd.NAMESPACE);
    }

    @AfterAll
    static void stopArgoCd() {
        if (argocd != null) {
            argocd.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        shop = new DeliveredShop(plane, "argocd", cache);
        deliver("prod", "env/prod", ".");
        deliver("stage", "HEAD", "deploy/stage");
    }

    @AfterEach
    void stop() throws Exception {
        plane.kubectl().output("delete", "applications", "--all", "--wait=false", "-n", ArgoCd.NAMESPACE);
        shop.close();
    }

    private void deliver(String environment, String revision, String path) throws Exception {
        plane.kubectl()
                .apply("""
                        apiVersion: argoproj.io/v1alpha1
                        kind: Application
                        metadata: {name: %1$s}
                        spec:
                          project: default
                          source: {repoURL: "%2$s", path: %3$s, targetRevision: %4$s}
                          destination: {server: https://kubernetes.default.svc, namespace: %1$s}
                          syncPolicy: {automated: {}, retry: {limit: 1, backoff: {duration: 1s}}}
                        """.formatted(shop.namespace(environment), shop.url(), path, revision), "-n", ArgoCd.NAMESPACE);
    }

    @Test
    void isLiveForExactlyThePromotedCommitAndNeverBeforeTheClusterIs() throws Exception {
        for (String tag : new String[] {"2", "3", "4"}) {
            String commit = shop.promote("prod", tag);

            DeliveredShop.Seen seen = shop.waitFor("prod", commit);

            assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.LIVE);
            assertThat(seen.result().liveCommit()).isEqualTo(commit);
            assertThat(seen.isRolledOut(tag)).as(seen.web().toString()).isTrue();
        }
    }

    @Test
    void isLiveForAFolderOfTheDefaultBranch() throws Exception {
        String commit = shop.promote("stage", "2");

        DeliveredShop.Seen seen = shop.waitFor("stage", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.LIVE);
        assertThat(seen.isRolledOut("2")).as(seen.web().toString()).isTrue();
    }

    @Test
    void isDegradedWhereTheRolloutFails() throws Exception {
        shop.waitFor("prod", shop.promote("prod", "2"));
        String commit = shop.commit("prod", "web.yaml", Workload.deployment("web", 2, "image-pull"));

        DeliveredShop.Seen seen = shop.waitFor("prod", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.DEGRADED);
    }

    @Test
    void isBlockedWhereTheClusterRefusesAChange() throws Exception {
        shop.waitFor("prod", shop.promote("prod", "2"));
        String commit = shop.commit("prod", "web.yaml", DeliveredShop.web().replace("app: web", "app: shop"));

        DeliveredShop.Seen seen = shop.waitFor("prod", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(seen.result().causes()).singleElement().asString().contains("immutable");
    }

    @Test
    void isBlockedWhereArgoCdCannotMakeTheManifests() throws Exception {
        shop.waitFor("prod", shop.promote("prod", "2"));
        change("prod", "{\"spec\":{\"source\":{\"plugin\":{\"name\":\"nowhere\"}}}}");

        DeliveredShop.Seen seen = shop.waitFor("prod", shop.promote("prod", "3"));

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(seen.result().causes()).singleElement().asString().contains("ComparisonError", "nowhere");
    }

    @Test
    void isBlockedWhereTheProjectOfArgoCdDoesNotLetItDeliver() throws Exception {
        shop.waitFor("prod", shop.promote("prod", "2"));
        change("prod", "{\"spec\":{\"project\":\"closed\"}}");

        DeliveredShop.Seen seen = shop.waitFor("prod", shop.promote("prod", "3"));

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(seen.result().causes()).singleElement().asString().contains("InvalidSpecError", "closed");
    }

    private void change(String environment, String patch) throws Exception {
        plane.kubectl()
                .output(
                        "patch",
                        "application",
                        shop.namespace(environment),
                        "--type=merge",
                        "--patch=" + patch,
                        "-n",
                        ArgoCd.NAMESPACE);
    }
}
