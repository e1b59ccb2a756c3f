package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Flux;
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

/** A wait where Flux delivers, with nothing played: a real Flux between a real Git server and a real API server. */
@OnTestbed(with = TestbedPart.FLUX)
@Timeout(240)
class FluxWaitTest {
    /** Longer than any test: what comes, comes because it was asked for. */
    private static final String DELIVERED = """
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: GitRepository
            metadata: {name: shop}
            spec: {url: "%1$s", interval: 1h, ref: {branch: %2$s}}
            ---
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata: {name: shop}
            spec:
              sourceRef: {kind: GitRepository, name: shop}
              path: ./%3$s
              interval: 1h
              timeout: 10s
              prune: true
              targetNamespace: %4$s
              wait: %5$s
            """;

    @CheckForNull
    private static ControlPlane plane;

    @CheckForNull
    private static Flux flux;

    @TempDir
    private Path cache;

    private DeliveredShop shop;

    // a control plane of its own: Flux watches all of it
    @BeforeAll
    static void startFlux(TestbedBinaries binaries) throws Exception {
        plane = ControlPlane.start(binaries, ControlPlane.Extent.WORKLOADS);
        flux = Flux.start(binaries, plane);
    }

    @AfterAll
    static void stopFlux() {
        if (flux != null) {
            flux.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        shop = new DeliveredShop(plane, "flux", cache);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private void deliver(String environment, String branch, String path, boolean wait) throws Exception {
        String namespace = shop.namespace(environment);
        plane.kubectl().apply(DELIVERED.formatted(shop.url(), branch, path, namespace, wait), "-n", namespace);
    }

    @Test
    void isLiveForExactlyThePromotedCommitAndNeverBeforeTheClusterIs() throws Exception {
        deliver("prod", "env/prod", "", false);
        for (String tag : new String[] {"2", "3", "4"}) {
            String commit = shop.promote("prod", tag);

            DeliveredShop.Seen seen = shop.waitFor("prod", commit);

            assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.LIVE);
            assertThat(seen.result().liveCommit()).isEqualTo(commit);
            assertThat(seen.isRolledOut(tag)).as(seen.web().toString()).isTrue();
        }
    }

    @Test
    void isLiveForAFolderWhoseHealthFluxJudgesToo() throws Exception {
        deliver("stage", "main", "deploy/stage", true);
        String commit = shop.promote("stage", "2");

        DeliveredShop.Seen seen = shop.waitFor("stage", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.LIVE);
        assertThat(seen.isRolledOut("2")).as(seen.web().toString()).isTrue();
    }

    @Test
    void isDegradedWhereTheRolloutFails() throws Exception {
        deliver("prod", "env/prod", "", true);
        shop.waitFor("prod", shop.promote("prod", "2"));
        String commit = shop.commit("prod", "web.yaml", Workload.deployment("web", 2, "image-pull"));

        DeliveredShop.Seen seen = shop.waitFor("prod", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.DEGRADED);
    }

    @Test
    void isBlockedWhereTheClusterGoesOnRefusingAChange() throws Exception {
        deliver("prod", "env/prod", "", false);
        shop.waitFor("prod", shop.promote("prod", "2"));
        String commit = shop.commit("prod", "web.yaml", DeliveredShop.web().replace("app: web", "app: shop"));

        DeliveredShop.Seen seen = shop.waitFor("prod", commit);

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(seen.result().causes()).singleElement().asString().contains("immutable");
    }

    @Test
    void isBlockedWhereFluxCannotBuild() throws Exception {
        deliver("prod", "env/prod", "", false);
        shop.waitFor("prod", shop.promote("prod", "2"));
        plane.kubectl()
                .output(
                        "patch",
                        "kustomization",
                        "shop",
                        "--type=merge",
                        "--patch={\"spec\":{\"components\":[\"nowhere\"]}}",
                        "-n",
                        shop.namespace("prod"));

        DeliveredShop.Seen seen = shop.waitFor("prod", shop.promote("prod", "3"));

        assertThat(seen.result().verdict()).as(seen.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(seen.result().causes()).singleElement().asString().contains("BuildFailed", "nowhere");
    }
}
