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

class ArgoCdReaderTest {
    private static final String WANTED = "1111111111111111111111111111111111111111";
    private static final String OLDER = "2222222222222222222222222222222222222222";
    private static final Instant PUSHED = Instant.parse("2026-05-01T10:00:00Z");
    private static final ControllerSource SOURCE =
            new ControllerSource("https://git.example.com/team/config", "", Optional.of("env/prod"), "shop");

    private final ArgoCdReader reader = new ArgoCdReader(Clock.fixed(PUSHED.plusSeconds(60), ZoneOffset.UTC));

    /** Synced and healthy at the wanted commit, its last sync ended before it was looked at. */
    private static final Resource SYNCED = yaml("""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop-prod, namespace: argocd}
            spec:
              project: default
              source: {repoURL: https://git.example.com/team/config.git, path: ., targetRevision: env/prod}
              destination: {server: https://kubernetes.default.svc, namespace: shop}
              syncPolicy: {automated: {prune: true}}
            status:
              reconciledAt: "2026-05-01T10:00:20Z"
              sync:
                status: Synced
                revision: "1111111111111111111111111111111111111111"
              health: {status: Healthy, lastTransitionTime: "2026-05-01T10:00:18Z"}
              operationState:
                phase: Succeeded
                message: successfully synced (all tasks run)
                startedAt: "2026-05-01T10:00:10Z"
                finishedAt: "2026-05-01T10:00:15Z"
                syncResult: {revision: "1111111111111111111111111111111111111111"}
            """);

    private static final Resource REFRESH = Resource.of(Map.of(
            "apiVersion", "argoproj.io/v1alpha1",
            "kind", "Application",
            "metadata",
                    Map.of(
                            "name", "shop-prod",
                            "namespace", "argocd",
                            "annotations", Map.of("argocd.argoproj.io/refresh", "normal"))));

    private ControllerWord read(Resource... applications) {
        return reader.read(List.of(applications), SOURCE, WantedRevision.of(WANTED));
    }

    @Nested
    class Word {

        @Test
        void isAppliedOnceSyncedAtTheCommitAndLookedAtAfterwards() {
            assertThat(read(SYNCED))
                    .isEqualTo(new Applied(
                            WANTED,
                            Optional.of(Standing.HEALTHY),
                            Optional.of(Instant.parse("2026-05-01T10:00:18.999Z")),
                            "Application argocd/shop-prod is Synced and Healthy"));
        }

        @ParameterizedTest
        @CsvSource({
            "Healthy,HEALTHY",
            "Progressing,PROGRESSING",
            "Suspended,SUSPENDED",
            "Degraded,FAILED",
            "Missing,MISSING",
            "Unknown,UNKNOWN"
        })
        void tellsTheHealth(String health, Standing standing) {
            Resource application =
                    SYNCED.with(health, "status", "health", "status").with("why", "status", "health", "message");

            assertThat(read(application)).isInstanceOfSatisfying(Applied.class, word -> {
                assertThat(word.standing()).contains(standing);
                assertThat(word.reason()).endsWith("is Synced and " + health + ": why");
            });
            assertThat(read(SYNCED.without("status", "health")))
                    .isInstanceOfSatisfying(
                            Applied.class, word -> assertThat(word.standing()).isEmpty());
        }

        @Test
        void isStaleWhereTheLastLookWasAtAnotherCommit() {
            Resource application = SYNCED.with(OLDER, "status", "sync", "revision");

            assertThat(read(application)).isInstanceOfSatisfying(Stale.class, word -> {
                assertThat(word.reason()).isEqualTo("Application argocd/shop-prod was last compared with " + OLDER);
                assertThat(word.requests()).containsExactly(REFRESH);
            });
        }

        @Test
        void isNotAskedForTwice() {
            Resource application = SYNCED.with(OLDER, "status", "sync", "revision");

            assertThat(read(application.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh")))
                    .isInstanceOf(Pending.class);
            assertThat(read(application.with("2026-05-01T10:00:55Z", "status", "reconciledAt")))
                    .isInstanceOf(Pending.class);
        }

        @Test
        void countsAnotherCommitThatDesiresTheSame() {
            Resource application = SYNCED.with(OLDER, "status", "sync", "revision");
            WantedRevision either = new WantedRevision(WANTED, OLDER::equals);

            assertThat(reader.read(List.of(application), SOURCE, either))
                    .isInstanceOfSatisfying(
                            Applied.class, word -> assertThat(word.revision()).isEqualTo(OLDER));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2026-05-01T10:00:14Z", "", "soon"})
        void isStaleUntilLookedAtAfterTheLastSync(String reconciled) {
            assertThat(read(SYNCED.with(reconciled, "status", "reconciledAt")))
                    .isInstanceOfSatisfying(
                            Stale.class,
                            word -> assertThat(word.reason())
                                    .isEqualTo(
                                            "Application argocd/shop-prod was not looked at since its last sync ended"));
        }

        @Test
        void isPendingWhileAnOperationIsUnderWay() {
            assertThat(read(SYNCED.with("Running", "status", "operationState", "phase")
                            .with("waiting for healthy state of Job", "status", "operationState", "message")))
                    .isEqualTo(
                            new Pending("Application argocd/shop-prod is syncing: waiting for healthy state of Job"));
            assertThat(read(SYNCED.with(Map.of("sync", Map.of()), "operation"))).isInstanceOf(Pending.class);
            assertThat(read(SYNCED.with("Terminating", "status", "operationState", "phase")))
                    .isInstanceOf(Pending.class);
        }

        @Test
        void isPendingBetweenRetriesAndBehindASyncWindow() {
            assertThat(read(SYNCED.with("Running", "status", "operationState", "phase")
                            .with(
                                    "one or more objects failed to apply. Retrying attempt #2 at 10:01AM.",
                                    "status",
                                    "operationState",
                                    "message")))
                    .isInstanceOfSatisfying(
                            Pending.class, word -> assertThat(word.reason()).contains("Retrying attempt #2"));
            assertThat(read(SYNCED.with("Running", "status", "operationState", "phase")
                            .with("Sync operation blocked by sync window", "status", "operationState", "message")))
                    .isInstanceOfSatisfying(
                            Pending.class, word -> assertThat(word.reason()).contains("blocked by sync window"));
        }

        @Test
        void isRefusedWhereTheSyncOfThisCommitFailed() {
            Resource failed = SYNCED.with("Failed", "status", "operationState", "phase")
                    .with("one or more objects failed to apply", "status", "operationState", "message")
                    .with("OutOfSync", "status", "sync", "status");

            assertThat(read(failed))
                    .isEqualTo(new Refused("Application argocd/shop-prod failed to sync " + WANTED
                            + ": one or more objects failed to apply"));
            assertThat(read(failed.without("status", "operationState", "syncResult")
                            .with(WANTED, "status", "operationState", "operation", "sync", "revision")))
                    .isInstanceOf(Refused.class);
        }

        @Test
        void leavesOutAFailedSyncOfAnotherCommit() {
            Resource failed = SYNCED.with("Error", "status", "operationState", "phase")
                    .with(OLDER, "status", "operationState", "syncResult", "revision");

            assertThat(read(failed)).isInstanceOf(Applied.class);
            assertThat(read(failed.with("OutOfSync", "status", "sync", "status")))
                    .isInstanceOf(Pending.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ComparisonError", "SyncError", "InvalidSpecError"})
        void isRefusedForAnErrorOnceItIsSaidAgain(String type) {
            Resource broken =
                    SYNCED.with(List.of(Map.of("type", type, "message", "no such path")), "status", "conditions");
            String sentence = "Application argocd/shop-prod has " + type + ": no such path";

            for (String compared : List.of(WANTED, OLDER, "")) {
                Resource application = broken.with(compared, "status", "sync", "revision");
                assertThat(read(application)).as(compared).isEqualTo(new Refused(sentence, List.of(REFRESH)));
                assertThat(read(application.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh")))
                        .isEqualTo(new Pending(sentence));
            }
        }

        @Test
        void leavesOutWarnings() {
            assertThat(read(SYNCED.with(
                            List.of(Map.of("type", "OrphanedResourceWarning", "message", "3 orphans"), "odd"),
                            "status",
                            "conditions")))
                    .isInstanceOf(Applied.class);
        }

        @Test
        void isPendingWhileOutOfSync() {
            Resource behind = SYNCED.with("OutOfSync", "status", "sync", "status");

            assertThat(read(behind).reason())
                    .isEqualTo("Application argocd/shop-prod is OutOfSync: Argo CD has yet to sync it, "
                            + "unless a sync window of project default is closed");
            assertThat(read(behind.without("spec", "syncPolicy")))
                    .isEqualTo(new Pending("Application argocd/shop-prod is OutOfSync: "
                            + "it is synced by hand, somebody has to do so"));
            assertThat(read(behind.with(false, "spec", "syncPolicy", "automated", "enabled"))
                            .reason())
                    .contains("by hand");
        }

        @Test
        void isUntoldWhereItCouldNotCompare() {
            assertThat(read(SYNCED.with("Unknown", "status", "sync", "status"))).isInstanceOf(Untold.class);
        }

        @Test
        void isRefusedWhileBeingDeleted() {
            assertThat(read(SYNCED.with("2026-05-01T10:00:30Z", "metadata", "deletionTimestamp")))
                    .isEqualTo(new Refused("Application argocd/shop-prod is being deleted"));
        }

        @Test
        void isStaleForAnApplicationNobodyHasLookedAt() {
            assertThat(read(SYNCED.without("status")).reason()).contains("no revision at all");
        }
    }

    @Nested
    class Finding {

        @Test
        void saysWhereNoneIsFound() {
            assertThat(read())
                    .isEqualTo(new Untold("No Application of Argo CD delivers git.example.com/team/config at env/prod "
                            + "to namespace shop, or it cannot be seen"));
        }

        @Test
        void leavesOutOtherRepositoriesPathsRefsAndNamespaces() {
            assertThat(read(SYNCED.with("https://git.example.com/other", "spec", "source", "repoURL")))
                    .isInstanceOf(Untold.class);
            assertThat(read(SYNCED.with("base", "spec", "source", "path"))).isInstanceOf(Untold.class);
            assertThat(read(SYNCED.with("env/dev", "spec", "source", "targetRevision")))
                    .isInstanceOf(Untold.class);
            assertThat(read(SYNCED.with("other", "spec", "destination", "namespace")))
                    .isInstanceOf(Untold.class);
            assertThat(read(SYNCED.with("redis", "spec", "source", "chart"))).isInstanceOf(Untold.class);
            assertThat(read(SYNCED.with("ApplicationSet", "kind"))).isInstanceOf(Untold.class);
        }

        @Test
        void namesThemWhereThereAreSeveral() {
            assertThat(read(SYNCED, SYNCED.with("other", "metadata", "name")))
                    .isEqualTo(new Untold("Several Applications of Argo CD deliver git.example.com/team/config at "
                            + "env/prod: Application argocd/other, Application argocd/shop-prod"));
        }

        @Test
        void takesHeadForTheDefaultBranch() {
            ControllerSource folder =
                    new ControllerSource("git@git.example.com:team/config.git", "envs/prod", Optional.empty(), "shop");
            Resource application = SYNCED.with("envs/prod", "spec", "source", "path");

            for (String revision : List.of("HEAD", "", "main")) {
                assertThat(reader.read(
                                List.of(application.with(revision, "spec", "source", "targetRevision")),
                                folder,
                                WantedRevision.of(WANTED)))
                        .as(revision)
                        .isInstanceOf(Applied.class);
            }
        }

        @Test
        void takesHeadForTheNamedBranchOnlyWhereNothingNamesIt() {
            Resource head =
                    SYNCED.with("HEAD", "spec", "source", "targetRevision").with("head", "metadata", "name");

            assertThat(read(head)).isInstanceOf(Applied.class);
            assertThat(read(head, SYNCED).reason()).startsWith("Application argocd/shop-prod ");
        }

        @Test
        void readsTheRevisionOfItsOwnAmongSeveralSources() {
            Resource several = SYNCED.without("spec", "source")
                    .without("status", "sync", "revision")
                    .with(
                            List.of(
                                    Map.of("repoURL", "https://charts.example.com", "chart", "shop"),
                                    Map.of(
                                            "repoURL", "https://git.example.com/team/config",
                                            "targetRevision", "env/prod",
                                            "ref", "values")),
                            "spec",
                            "sources")
                    .with(List.of("1.2.3", WANTED), "status", "sync", "revisions");

            assertThat(read(several)).isInstanceOf(Applied.class);
            assertThat(read(several.with(List.of(WANTED, OLDER), "status", "sync", "revisions")))
                    .isInstanceOf(Stale.class);
            assertThat(read(several.with(List.of(WANTED), "status", "sync", "revisions")))
                    .isInstanceOf(Stale.class);
        }

        @Test
        void asksForApplications() {
            assertThat(reader.kinds()).hasToString("[Application.argoproj.io]");
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
