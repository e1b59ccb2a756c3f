package io.jenkins.plugins.gitops.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.delivery.ControllerWord.Applied;
import io.jenkins.plugins.gitops.engine.delivery.ControllerWord.Pending;
import io.jenkins.plugins.gitops.engine.delivery.ControllerWord.Refused;
import io.jenkins.plugins.gitops.engine.delivery.ControllerWord.Stale;
import io.jenkins.plugins.gitops.engine.delivery.ControllerWord.Untold;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluxReaderTest {
    private static final String WANTED = "1111111111111111111111111111111111111111";
    private static final String OLDER = "2222222222222222222222222222222222222222";
    private static final Instant NOW = Instant.parse("2026-05-01T10:01:00Z");
    private static final ControllerSource SOURCE =
            new ControllerSource("https://git.example.com/team/config", "envs/prod", Optional.of("main"), "shop");

    private static final Resource GIT = yaml("""
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: GitRepository
            metadata: {name: config, namespace: flux-system, generation: 1}
            spec: {url: ssh://git@git.example.com/team/config, ref: {branch: main}, interval: 1m}
            status:
              observedGeneration: 1
              artifact: {revision: "main@sha1:1111111111111111111111111111111111111111"}
              conditions:
              - {type: Ready, status: "True", reason: Succeeded, observedGeneration: 1}
            """);
    private static final Resource KUSTOMIZATION = yaml("""
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata: {name: shop, namespace: flux-system, generation: 3}
            spec:
              path: ./envs/prod
              wait: true
              sourceRef: {kind: GitRepository, name: config}
              targetNamespace: shop
            status:
              observedGeneration: 3
              lastAppliedRevision: "main@sha1:1111111111111111111111111111111111111111"
              lastAttemptedRevision: "main@sha1:1111111111111111111111111111111111111111"
              conditions:
              - type: Ready
                status: "True"
                reason: ReconciliationSucceeded
                observedGeneration: 3
                lastTransitionTime: "2026-05-01T10:00:20Z"
            """);

    private final FluxReader reader = new FluxReader(Clock.fixed(NOW, ZoneOffset.UTC));

    private ControllerWord read(Resource... objects) {
        return reader.read(List.of(objects), SOURCE, WantedRevision.of(WANTED));
    }

    private static Resource ready(String status, String reason, String message, String since) {
        return KUSTOMIZATION.with(
                List.of(Map.of(
                        "type", "Ready",
                        "status", status,
                        "reason", reason,
                        "message", message,
                        "observedGeneration", 3,
                        "lastTransitionTime", since)),
                "status",
                "conditions");
    }

    private static Resource failed(String reason) {
        return ready("False", reason, "why", "2026-05-01T10:00:20Z")
                .with("main@sha1:" + OLDER, "status", "lastAppliedRevision");
    }

    @Nested
    class Word {

        @Test
        void isAppliedOnceReadyAtTheCommit() {
            assertThat(read(GIT, KUSTOMIZATION))
                    .isEqualTo(new Applied(
                            "main@sha1:" + WANTED,
                            Optional.of(Standing.HEALTHY),
                            Optional.empty(),
                            "Kustomization flux-system/shop is ready at main@sha1:" + WANTED));
        }

        @Test
        void judgesHealthOnlyWhereItIsToldTo() {
            Resource careless = KUSTOMIZATION.with(false, "spec", "wait");

            assertThat(read(GIT, careless))
                    .isInstanceOfSatisfying(
                            Applied.class, word -> assertThat(word.standing()).isEmpty());
            assertThat(read(GIT, careless.with(List.of(Map.of("kind", "Deployment")), "spec", "healthChecks")))
                    .isInstanceOfSatisfying(
                            Applied.class, word -> assertThat(word.standing()).contains(Standing.HEALTHY));
        }

        @ParameterizedTest
        @ValueSource(strings = {"sha1:%s", "main/%s", "refs/heads/main@sha1:%s", "v1.2@sha1:%s"})
        void readsEveryFormOfARevision(String form) {
            assertThat(read(GIT, KUSTOMIZATION.with(form.formatted(WANTED), "status", "lastAppliedRevision")))
                    .isInstanceOf(Applied.class);
            assertThat(read(GIT, KUSTOMIZATION.with(form.formatted(OLDER), "status", "lastAppliedRevision")))
                    .isNotInstanceOf(Applied.class);
        }

        @Test
        void isNotAppliedWhereItsReadinessIsAboutAnOlderGeneration() {
            assertThat(read(GIT, KUSTOMIZATION.with(4, "metadata", "generation")))
                    .isNotInstanceOf(Applied.class);
        }

        @Test
        void isStaleWhereTheSourceHasNotFetchedIt() {
            Resource behind = GIT.with("main@sha1:" + OLDER, "status", "artifact", "revision");
            Resource kustomization = KUSTOMIZATION.with("main@sha1:" + OLDER, "status", "lastAppliedRevision");

            assertThat(read(behind, kustomization)).isInstanceOfSatisfying(Stale.class, word -> {
                assertThat(word.reason()).isEqualTo("GitRepository flux-system/config has fetched main@sha1:" + OLDER);
                assertThat(word.requests())
                        .extracting(Resource::kind)
                        .containsExactly("GitRepository", "Kustomization");
                assertThat(word.requests().get(0).content())
                        .isEqualTo(Map.of(
                                "apiVersion", "source.toolkit.fluxcd.io/v1",
                                "kind", "GitRepository",
                                "metadata",
                                        Map.of(
                                                "name", "config",
                                                "namespace", "flux-system",
                                                "annotations",
                                                        Map.of("reconcile.fluxcd.io/requestedAt", NOW.toString()))));
            });
        }

        @Test
        void isNotAskedForTwice() {
            Resource behind = GIT.with("main@sha1:" + OLDER, "status", "artifact", "revision");
            Resource kustomization = KUSTOMIZATION.with("main@sha1:" + OLDER, "status", "lastAppliedRevision");
            String before = NOW.minusSeconds(30).toString();
            String lately = NOW.minusSeconds(5).toString();

            assertThat(read(asked(behind, before, ""), asked(kustomization, before, "")))
                    .isInstanceOf(Pending.class);
            assertThat(read(asked(behind, lately, lately), asked(kustomization, lately, lately)))
                    .isInstanceOf(Pending.class);
            assertThat(read(asked(behind, before, before), asked(kustomization, before, "")))
                    .isInstanceOfSatisfying(
                            Stale.class,
                            word -> assertThat(word.requests())
                                    .extracting(Resource::kind)
                                    .containsExactly("GitRepository"));
        }

        private Resource asked(Resource object, String requested, String handled) {
            return object.with(requested, "metadata", "annotations", "reconcile.fluxcd.io/requestedAt")
                    .with(handled, "status", "lastHandledReconcileAt");
        }

        @Test
        void saysWhyTheSourceCannotFetch() {
            Resource broken = GIT.with("main@sha1:" + OLDER, "status", "artifact", "revision")
                    .with(
                            List.of(Map.of(
                                    "type", "Ready",
                                    "status", "False",
                                    "reason", "GitOperationFailed",
                                    "message", "authentication required",
                                    "observedGeneration", 1)),
                            "status",
                            "conditions");

            assertThat(read(broken, KUSTOMIZATION.with("x", "status", "lastAppliedRevision"))
                            .reason())
                    .endsWith(": authentication required");
        }

        @Test
        void isPendingWhileReconciling() {
            Resource reconciling = KUSTOMIZATION
                    .with("main@sha1:" + OLDER, "status", "lastAppliedRevision")
                    .with(
                            List.of(
                                    Map.of("type", "Reconciling", "status", "True", "observedGeneration", 3),
                                    Map.of(
                                            "type", "Ready",
                                            "status", "Unknown",
                                            "message", "Reconciliation in progress",
                                            "observedGeneration", 3)),
                            "status",
                            "conditions");

            assertThat(read(GIT, reconciling))
                    .isEqualTo(
                            new Pending("Kustomization flux-system/shop is reconciling: Reconciliation in progress"));
        }

        @Test
        void isStaleWhereTheSourceHasItAndNothingHappens() {
            assertThat(read(GIT, KUSTOMIZATION.with("main@sha1:" + OLDER, "status", "lastAppliedRevision")))
                    .isInstanceOfSatisfying(
                            Stale.class,
                            word -> assertThat(word.requests())
                                    .extracting(Resource::kind)
                                    .containsExactly("Kustomization"));
        }

        @Test
        void isRefusedWhereTheCommitCannotBeBuilt() {
            assertThat(read(GIT, failed("BuildFailed")))
                    .isEqualTo(new Refused("Kustomization flux-system/shop: BuildFailed: why"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ReconciliationFailed", "PruneFailed"})
        void isGivenTimeWhereTryingAgainMayHelp(String reason) {
            assertThat(read(GIT, failed(reason))).isInstanceOf(Refused.class);
            assertThat(read(
                            GIT,
                            ready(
                                            "False",
                                            reason,
                                            "no matches for kind",
                                            NOW.minusSeconds(20).toString())
                                    .with("main@sha1:" + OLDER, "status", "lastAppliedRevision")))
                    .isInstanceOf(Stale.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"DependencyNotReady", "ArtifactFailed", "HealthCheckCanceled"})
        void waitsWhereOthersAreToBlame(String reason) {
            assertThat(read(GIT, failed(reason)).reason()).endsWith(": why");
            assertThat(read(GIT, failed(reason))).isInstanceOf(Stale.class);
        }

        @Test
        void isAppliedAndFailedWhereItDoesNotBecomeHealthy() {
            assertThat(read(GIT, failed("HealthCheckFailed")))
                    .isInstanceOfSatisfying(
                            Applied.class, word -> assertThat(word.standing()).contains(Standing.FAILED));
        }

        @Test
        void leavesOutAFailureOfAnotherCommit() {
            assertThat(read(GIT, failed("BuildFailed").with("main@sha1:" + OLDER, "status", "lastAttemptedRevision")))
                    .isInstanceOf(Stale.class);
        }

        @Test
        void isRefusedWhileStalledSuspendedOrDeleted() {
            Resource behind = KUSTOMIZATION.with("main@sha1:" + OLDER, "status", "lastAppliedRevision");
            Resource stalled = behind.with(
                    List.of(Map.of("type", "Stalled", "status", "True", "message", "bad", "observedGeneration", 3)),
                    "status",
                    "conditions");

            assertThat(read(GIT, stalled)).isEqualTo(new Refused("Kustomization flux-system/shop is stalled: bad"));
            assertThat(read(GIT, stalled.with(4, "metadata", "generation"))).isNotInstanceOf(Refused.class);
            assertThat(read(GIT, behind.with(true, "spec", "suspend")))
                    .isEqualTo(new Refused(
                            "Kustomization flux-system/shop is suspended: nothing comes until it is resumed"));
            assertThat(read(GIT.with(true, "spec", "suspend"), behind).reason())
                    .startsWith("GitRepository flux-system/config is suspended");
            assertThat(read(GIT, KUSTOMIZATION.with("2026-05-01T10:00:00Z", "metadata", "deletionTimestamp")))
                    .isInstanceOf(Refused.class);
        }

        @Test
        void isAppliedThoughSuspendedSince() {
            assertThat(read(GIT, KUSTOMIZATION.with(true, "spec", "suspend"))).isInstanceOf(Applied.class);
        }
    }

    @Nested
    class Finding {

        @Test
        void saysWhereNoneIsFound() {
            assertThat(read(GIT))
                    .isEqualTo(
                            new Untold(
                                    "No Kustomization or HelmRelease of Flux delivers "
                                            + "git.example.com/team/config//envs/prod at main to namespace shop, or it cannot be seen"));
        }

        @Test
        void leavesOutOthers() {
            assertThat(read(GIT, KUSTOMIZATION.with("envs/dev", "spec", "path")))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT, KUSTOMIZATION.with("other", "spec", "sourceRef", "name")))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT, KUSTOMIZATION.with("other", "spec", "sourceRef", "namespace")))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT, KUSTOMIZATION.with("Bucket", "spec", "sourceRef", "kind")))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT, KUSTOMIZATION.with("other", "spec", "targetNamespace")))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT.with("env/prod", "spec", "ref", "branch"), KUSTOMIZATION))
                    .isInstanceOf(Untold.class);
            assertThat(read(GIT.without("spec", "ref"), KUSTOMIZATION)).isInstanceOf(Untold.class);
            assertThat(read(GIT.with("https://git.example.com/x", "spec", "url"), KUSTOMIZATION))
                    .isInstanceOf(Untold.class);
        }

        @Test
        void namesThemWhereThereAreSeveral() {
            assertThat(read(GIT, KUSTOMIZATION, KUSTOMIZATION.with("b", "metadata", "name"))
                            .reason())
                    .endsWith(": Kustomization flux-system/b, Kustomization flux-system/shop");
        }

        @ParameterizedTest
        @CsvSource({"name,refs/heads/main", "tag,main", "branch,main"})
        void findsTheSourceByAnyKindOfRef(String kind, String ref) {
            assertThat(read(GIT.with(Map.of(kind, ref), "spec", "ref"), KUSTOMIZATION))
                    .isInstanceOf(Applied.class);
        }

        @Test
        void findsASourceThatFollowsVersions() {
            ControllerSource tags = new ControllerSource(SOURCE.repository(), SOURCE.path(), Optional.empty(), "shop");

            assertThat(reader.read(
                            List.of(GIT.with(Map.of("semver", ">=1.0"), "spec", "ref"), KUSTOMIZATION),
                            tags,
                            WantedRevision.of(WANTED)))
                    .isInstanceOf(Applied.class);
        }

        @Test
        void readsAnArtifactThatSaysFromWhichCommitItWasMade() {
            Resource oci = yaml("""
                    apiVersion: source.toolkit.fluxcd.io/v1
                    kind: OCIRepository
                    metadata: {name: config, namespace: flux-system, generation: 1}
                    spec: {url: oci://registry.example.com/config}
                    status:
                      artifact:
                        revision: latest@sha256:3333333333333333333333333333333333333333333333333333333333333333
                        metadata:
                          org.opencontainers.image.source: https://git.example.com/team/config.git
                          org.opencontainers.image.revision: main@sha1:1111111111111111111111111111111111111111
                    """);
            Resource kustomization = KUSTOMIZATION
                    .with("OCIRepository", "spec", "sourceRef", "kind")
                    .with("latest@sha256:" + "3".repeat(64), "status", "lastAppliedRevision")
                    .with("latest@sha256:" + "3".repeat(64), "status", "lastAttemptedRevision");

            assertThat(read(oci, kustomization.with("main@sha1:" + WANTED, "status", "lastAppliedOriginRevision")))
                    .isInstanceOf(Applied.class);
            assertThat(read(oci, kustomization)).isInstanceOf(Stale.class);
            assertThat(read(
                            oci,
                            failed("BuildFailed")
                                    .with("OCIRepository", "spec", "sourceRef", "kind")
                                    .with("latest@sha256:" + "3".repeat(64), "status", "lastAttemptedRevision")))
                    .isInstanceOf(Refused.class);
        }

        @Test
        void asksForAppliersAndSources() {
            assertThat(reader.kinds())
                    .extracting(Object::toString)
                    .containsExactly(
                            "Kustomization.kustomize.toolkit.fluxcd.io",
                            "HelmRelease.helm.toolkit.fluxcd.io",
                            "GitRepository.source.toolkit.fluxcd.io",
                            "OCIRepository.source.toolkit.fluxcd.io",
                            "Bucket.source.toolkit.fluxcd.io");
        }
    }

    @Nested
    class Helm {
        private final Resource release = yaml("""
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: shop, namespace: flux-system, generation: 2}
                spec:
                  targetNamespace: shop
                  chart:
                    spec:
                      chart: ./envs/prod
                      reconcileStrategy: Revision
                      sourceRef: {kind: GitRepository, name: config}
                status:
                  observedGeneration: 2
                  lastAttemptedRevision: 1.4.0+111111111111
                  conditions:
                  - {type: Ready, status: "True", reason: UpgradeSucceeded, observedGeneration: 2}
                """);

        @Test
        void isAppliedWhereTheChartsVersionNamesTheCommit() {
            assertThat(read(GIT, release)).isInstanceOfSatisfying(Applied.class, word -> {
                assertThat(word.revision()).isEqualTo("1.4.0+111111111111");
                assertThat(word.standing()).contains(Standing.HEALTHY);
            });
            assertThat(read(GIT, release.with("1.4.0+111111111111.2", "status", "lastAttemptedRevision")))
                    .isInstanceOf(Applied.class);
            assertThat(read(GIT, release.with("1.4.0+222222222222", "status", "lastAttemptedRevision")))
                    .isInstanceOf(Stale.class);
        }

        @Test
        void isUntoldWhereItDoesNot() {
            assertThat(read(GIT, release.with("1.4.0", "status", "lastAttemptedRevision")))
                    .isEqualTo(new Untold("HelmRelease flux-system/shop does not say which commit its chart is of: "
                            + "its chart needs reconcileStrategy: Revision"));
        }

        @Test
        void isRefusedOnceItsRetriesAreUsedUp() {
            Resource stalled = release.with(
                    List.of(
                            Map.of(
                                    "type",
                                    "Stalled",
                                    "status",
                                    "True",
                                    "reason",
                                    "RetriesExceeded",
                                    "message",
                                    "Failed to upgrade after 1 attempt(s)",
                                    "observedGeneration",
                                    2),
                            Map.of(
                                    "type",
                                    "Ready",
                                    "status",
                                    "False",
                                    "reason",
                                    "UpgradeFailed",
                                    "observedGeneration",
                                    2)),
                    "status",
                    "conditions");

            assertThat(read(GIT, stalled))
                    .isEqualTo(new Refused(
                            "HelmRelease flux-system/shop is stalled: Failed to upgrade after 1 attempt(s)"));
        }
    }

    private static Resource yaml(String yaml) {
        try {
            return Manifests.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                    .get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
