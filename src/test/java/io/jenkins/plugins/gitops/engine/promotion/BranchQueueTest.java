package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.ScatteredMirrors;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promotions that are there together: on a real Git server whose first push is held until they are. */
class BranchQueueTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final int APPLICATIONS = 20;

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private Mirror mirror;
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private final CountDownLatch firstPush = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < APPLICATIONS; i++) {
            files.put(file(i), "tag: 0\n");
        }
        server.createRepository("config", files);
        mirror = mirrors.open(server.access("config"));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        promoter.close();
        mirrors.close();
        server.close();
    }

    private static String file(int application) {
        return "apps/" + application + ".yaml";
    }

    private static PromotionRequest request(String id, int application, String version) {
        return request(id, application, PromoterTest.tag(file(application), version));
    }

    private static PromotionRequest request(String id, int application, TreeEdit edit) {
        return new PromotionRequest(
                id, "main", edit, "Promote " + id, Trailers.of("app" + application, "prod", null, null), JENKINS);
    }

    private CompletableFuture<PromotionResult> submit(PromotionRequest request) {
        return promoter.submit(mirror, request, PromotionListener.NONE);
    }

    private static PromotionVerdict verdict(CompletableFuture<PromotionResult> promotion) throws Exception {
        return promotion.get(1, TimeUnit.MINUTES).verdict();
    }

    /** A promotion whose push the server holds until {@link #goOn}. */
    private CompletableFuture<PromotionResult> hold() throws Exception {
        server.beforeNextPush(() -> {
            firstPush.countDown();
            awaitQuietly(goOn);
        });
        CompletableFuture<PromotionResult> held = submit(request("first", 0, "first"));
        assertThat(firstPush.await(1, TimeUnit.MINUTES)).isTrue();
        return held;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> promoted() {
        return git("log", "--reverse", "--format=%(trailers:key=Gitops-Promotion-Id,valueonly)", "main")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private long pushes() {
        return server.requests().stream()
                .filter(each -> each.startsWith("POST"))
                .count();
    }

    private String git(String... arguments) {
        return server.repositories().git("config").run(arguments);
    }

    private void refuseWhatSays(String word) throws IOException {
        Path hook = server.repositories().folder("config").resolve("hooks/pre-receive");
        Files.writeString(
                hook,
                "#!/bin/sh\nwhile read old new ref; do\n  if git log --format=%B $old..$new | grep -q '" + word
                        + "'; then echo not allowed >&2; exit 1; fi\ndone\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void whatArrivesTogetherGoesUpInOnePushInOrder() throws Exception {
        CompletableFuture<PromotionResult> first = hold();
        server.forget();
        List<CompletableFuture<PromotionResult>> rest = new ArrayList<>();
        List<String> ids = new ArrayList<>(List.of("first"));
        for (int i = 1; i < APPLICATIONS; i++) {
            ids.add("p" + i);
            rest.add(submit(request("p" + i, i, "1")));
        }
        goOn.countDown();
        assertThat(verdict(first)).isEqualTo(PromotionVerdict.PROMOTED);
        String parent = first.join().commit();
        for (CompletableFuture<PromotionResult> each : rest) {
            assertThat(verdict(each)).isEqualTo(PromotionVerdict.PROMOTED);
            assertThat(each.join().parent()).isEqualTo(parent);
            assertThat(each.join().files()).hasSize(1);
            parent = each.join().commit();
        }
        assertThat(promoted()).containsExactlyElementsOf(ids);
        assertThat(pushes()).isEqualTo(1);
        git("fsck", "--strict");
        await().untilAsserted(() -> assertThat(promoter.branches()).isZero());
    }

    @Test
    void aFailingEditHoldsUpNobody() throws Exception {
        hold();
        CompletableFuture<PromotionResult> before = submit(request("before", 1, "1"));
        CompletableFuture<PromotionResult> bad = submit(request("bad", 2, tree -> {
            throw new IOException("does not fit");
        }));
        CompletableFuture<PromotionResult> after = submit(request("after", 3, "1"));
        goOn.countDown();
        assertThat(verdict(before)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(verdict(after)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThatThrownBy(() -> verdict(bad)).hasRootCauseMessage("does not fit");
        assertThat(promoted()).containsExactly("first", "before", "after");
    }

    @Test
    void aMirrorThatIsMadeAgainInTheMiddleOfARoundLosesNothing() throws Exception {
        mirrors.close();
        mirrors = ScatteredMirrors.below(cache);
        mirror = mirrors.open(server.access("config"));
        hold();
        AtomicInteger renewals = new AtomicInteger();
        List<CompletableFuture<PromotionResult>> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            TreeEdit edit = PromoterTest.tag(file(i), "1");
            boolean renewing = i % 2 == 0;
            all.add(submit(request("p" + i, i, tree -> {
                // the commits below this one are in the mirror alone
                if (renewing && renewals.incrementAndGet() < 3) {
                    mirrors.open(server.access("config"));
                }
                return edit.apply(tree);
            })));
        }
        goOn.countDown();
        for (CompletableFuture<PromotionResult> each : all) {
            assertThat(verdict(each)).isEqualTo(PromotionVerdict.PROMOTED);
        }
        assertThat(renewals).hasValueGreaterThan(2);
        assertThat(promoted()).containsExactly("first", "p1", "p2", "p3", "p4");
    }

    @Test
    void aMirrorThatIsMadeAgainBeforeThePushLosesNothing() throws Exception {
        mirrors.close();
        mirrors = ScatteredMirrors.below(cache);
        mirror = mirrors.open(server.access("config"));
        AtomicReference<Callable<?>> beforeTheCommit = new AtomicReference<>();
        AtomicInteger attempts = new AtomicInteger();
        TreeEdit edit = PromoterTest.tag(file(1), "1");
        try (Promoter hooked = Promoter.onOwnThreads(new HookedClock(beforeTheCommit))) {
            CompletableFuture<PromotionResult> promoted = hooked.submit(
                    mirror,
                    request("p", 1, tree -> {
                        if (attempts.incrementAndGet() < 3) {
                            beforeTheCommit.set(() -> mirrors.open(server.access("config")));
                        }
                        return edit.apply(tree);
                    }),
                    PromotionListener.NONE);

            assertThat(verdict(promoted)).isEqualTo(PromotionVerdict.PROMOTED);
        }
        assertThat(attempts).hasValue(3);
        assertThat(promoted()).containsExactly("p");
        git("fsck", "--strict");
    }

    /** Does something when it is asked for the time of a commit, which is between its tree and itself. */
    private static final class HookedClock extends Clock {
        private final AtomicReference<Callable<?>> next;

        private HookedClock(AtomicReference<Callable<?>> next) {
            this.next = next;
        }

        @Override
        public Instant instant() {
            Callable<?> hook = next.getAndSet(null);
            try {
                if (hook != null) {
                    hook.call();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void nothingIsDecidedOnCommitsThatAreNotPushed() throws Exception {
        hold();
        CompletableFuture<PromotionResult> one = submit(request("one", 1, "1"));
        CompletableFuture<PromotionResult> same = submit(request("same", 1, "1"));
        goOn.countDown();
        assertThat(verdict(same)).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(same.join().parent()).isEqualTo(one.join().commit());
        assertThat(promoted()).containsExactly("first", "one");
    }

    @Test
    void aHoldThatGoesUpInTheSamePushIsHeeded() throws Exception {
        hold();
        Holds holds = new Holds("app1", "prod");
        Restriction stop = new Restriction(Restriction.Kind.HOLD, "1", "somebody", "it burns", Instant.EPOCH, null);
        CompletableFuture<PromotionResult> held = submit(request("hold", 1, holds.place(stop)));
        CompletableFuture<PromotionResult> behind =
                submit(request("behind", 1, "2").withRules(List.of(holds.rule(Clock.systemUTC()))));
        goOn.countDown();
        assertThat(verdict(held)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(verdict(behind)).isEqualTo(PromotionVerdict.GATED);
        assertThat(promoted()).containsExactly("first", "hold");
    }

    @Test
    void whatChangesNothingYetIsNotOvertaken() throws Exception {
        hold();
        List<CompletableFuture<PromotionResult>> all = List.of(
                submit(withoutStream("one", "1")),
                submit(withoutStream("again", "1")),
                submit(withoutStream("two", "2")));
        goOn.countDown();
        assertThat(verdict(all.get(0))).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(verdict(all.get(1))).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(verdict(all.get(2))).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(git("show", "main:" + file(1))).isEqualTo("tag: 2");
    }

    @Test
    void whatCannotGoYetIsNotOvertaken() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        CompletableFuture<PromotionResult> slow =
                promoter.submit(mirror, request("slow", 1, "1"), new PromotionListener() {
                    @Override
                    public void pushing(String parent) {
                        awaitQuietly(kept);
                    }
                });
        CompletableFuture<PromotionResult> behind = submit(request("behind", 1, "2"));
        CompletableFuture<PromotionResult> beside = submit(request("beside", 2, "1"));
        assertThat(verdict(beside)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(behind).isNotDone();
        kept.countDown();
        assertThat(verdict(slow)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(verdict(behind)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promoted()).containsExactly("beside", "slow", "behind");
    }

    @Test
    void whatWaitsForAnotherAsksForNoTurn() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        AtomicInteger tasks = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(4, 4, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        Executor counting = task -> {
            tasks.incrementAndGet();
            threads.execute(task);
        };
        try (Promoter counted = new Promoter(Clock.systemUTC(), counting, () -> timer)) {
            CompletableFuture<PromotionResult> slow =
                    counted.submit(mirror, request("slow", 1, "1"), new PromotionListener() {
                        @Override
                        public void pushing(String parent) {
                            awaitQuietly(kept);
                        }
                    });
            CompletableFuture<PromotionResult> behind =
                    counted.submit(mirror, request("behind", 1, "2"), PromotionListener.NONE);
            CompletableFuture<PromotionResult> later = new CompletableFuture<>();
            timer.schedule(() -> later.complete(null), 3, TimeUnit.SECONDS);
            later.get(1, TimeUnit.MINUTES);
            assertThat(tasks).hasValueLessThan(50);
            kept.countDown();
            assertThat(verdict(slow)).isEqualTo(PromotionVerdict.PROMOTED);
            assertThat(verdict(behind)).isEqualTo(PromotionVerdict.PROMOTED);
        } finally {
            threads.shutdownNow();
            timer.shutdownNow();
        }
    }

    @Test
    void branchesThatNobodyPromotesToAreForgotten() throws Exception {
        for (int i = 0; i < APPLICATIONS; i++) {
            git("branch", "once-" + i, "main");
        }
        for (int i = 0; i < APPLICATIONS; i++) {
            assertThat(verdict(submit(request("p" + i, i, "1").withBranch("once-" + i))))
                    .isEqualTo(PromotionVerdict.PROMOTED);
        }
        await().untilAsserted(() -> assertThat(promoter.branches()).isZero());
    }

    private static PromotionRequest withoutStream(String id, String version) {
        TreeEdit edit = PromoterTest.tag(file(1), version);
        return new PromotionRequest(id, "main", edit, "Promote " + id, Trailers.none(), JENKINS);
    }

    @Test
    void whatTheServerForbidsHoldsUpOnlyWhatMustNotOvertakeIt() throws Exception {
        refuseWhatSays("forbidden");
        hold();
        CompletableFuture<PromotionResult> forbidden = submit(request("forbidden", 1, "1"));
        CompletableFuture<PromotionResult> behind = submit(request("behind", 1, "2"));
        CompletableFuture<PromotionResult> beside = submit(request("beside", 2, "1"));
        goOn.countDown();
        assertThat(verdict(beside)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(forbidden).isNotDone();
        assertThat(behind).isNotDone();
        assertThat(verdict(forbidden)).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(forbidden.join().reason()).contains("refuses the push").contains("pre-receive hook declined");
        assertThat(verdict(behind)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promoted()).containsExactly("first", "beside", "behind");
    }

    @Test
    void whoIsSlowToKeepItsParentHoldsUpNobody() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        CompletableFuture<PromotionResult> slow =
                promoter.submit(mirror, request("slow", 1, "1"), new PromotionListener() {
                    @Override
                    public void pushing(String parent) {
                        awaitQuietly(kept);
                    }
                });
        CompletableFuture<PromotionResult> quick = submit(request("quick", 2, "1"));
        assertThat(verdict(quick)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(slow).isNotDone();
        kept.countDown();
        assertThat(verdict(slow)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promoted()).containsExactly("quick", "slow");
    }

    @Test
    void oneThatIsCancelledBeforeItsPushIsNotMade() throws Exception {
        CompletableFuture<PromotionResult> first = hold();
        CompletableFuture<PromotionResult> cancelled = submit(request("cancelled", 1, "1"));
        CompletableFuture<PromotionResult> other = submit(request("other", 2, "1"));
        cancelled.cancel(false);
        goOn.countDown();
        assertThat(verdict(first)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(verdict(other)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promoted()).containsExactly("first", "other");
    }

    @Test
    void waitingHoldsNoThread() throws Exception {
        server.close();
        ThreadPoolExecutor two = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (Promoter patient = new Promoter(Clock.systemUTC(), two, () -> timer)) {
            List<CompletableFuture<PromotionResult>> all = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                all.add(patient.submit(
                        mirror, request("p" + i, i, "1").withTimeout(Duration.ofMinutes(1)), PromotionListener.NONE));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(CompletableFuture.supplyAsync(() -> "free", two).get(10, TimeUnit.SECONDS))
                        .isEqualTo("free");
            }
            assertThat(all).noneMatch(CompletableFuture::isDone);
            server = GitHttpServer.restart(server);
            for (CompletableFuture<PromotionResult> each : all) {
                assertThat(verdict(each)).isEqualTo(PromotionVerdict.PROMOTED);
            }
            assertThat(promoted()).hasSize(APPLICATIONS).doesNotHaveDuplicates();
        } finally {
            two.shutdownNow();
            timer.shutdownNow();
        }
    }
}
