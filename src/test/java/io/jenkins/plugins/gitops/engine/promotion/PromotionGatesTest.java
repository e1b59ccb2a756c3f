package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.Notes;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.gate.JobResults;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates between a promotion and its branch: on a real Git server, whose refs are looked at from outside. */
@Timeout(60)
class PromotionGatesTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private ConfigRepository config;
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final NotesWriter notes = new NotesWriter(Clock.systemUTC(), threads);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final List<Candidate> asked = new CopyOnWriteArrayList<>();
    private GateSources sources = GateSources.NONE;
    private Renderers renderer = Renderers.with(Optional.empty());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
    }

    /** A shop whose prod has these gates. */
    private void declare(String gates) throws IOException {
        server.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        configuration(gates),
                        "envs/staging/web.yaml",
                        web("1", 1),
                        "envs/prod/web.yaml",
                        web("1", 9),
                        "README.md",
                        "ours"));
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    private static String configuration(String gates) {
        return """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: staging, folder: envs/staging}
                      - name: prod
                        folder: envs/prod
                        gates: [%s]
                """.formatted(gates);
    }

    @AfterEach
    void stop() {
        promoter.close();
        threads.shutdownNow();
        mirrors.close();
        server.close();
    }

    private static String web(String tag, int replicas) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: " + replicas
                + "\n  template: {spec: {containers: [{name: web, image: \"r.io/web:" + tag + "\"}]}}\n";
    }

    private EnvironmentPromotion to(String environment) throws IOException {
        Application shop = config.application("shop");
        return new EnvironmentPromotion(config, shop, config.environment(shop, environment), clock);
    }

    private Requester requester(@CheckForNull Integer order, @CheckForNull String reason) {
        return new Requester(
                "p" + ++ids,
                null,
                "https://ci.example.com/17/",
                "ada",
                order == null ? null : Order.build(order, ""),
                reason,
                JENKINS);
    }

    private PromotionRequest toProd(String tag) throws IOException {
        return to("prod").ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester(null, null));
    }

    private PromotionGates gates() {
        return new PromotionGates(config, renderer, sources, List.of("ada"), clock, threads);
    }

    private PromotionResult promote(PromotionRequest request) throws Exception {
        return GatedPromotion.promote(promoter, gates(), request, PromotionListener.NONE);
    }

    private List<NoteRecord> approve(PromotionRequest request, String user, boolean agrees) throws Exception {
        return new EnvironmentApproval(config.mirror(), notes, AuditLog.NONE, Identities.IGNORING_CASE, clock)
                .give(request, null, new EnvironmentApproval.Word(user, Set.of(), agrees, "fine", JENKINS, ""))
                .get();
    }

    private void live(String commit, String environment, Duration ago) throws Exception {
        notes.append(
                        config.mirror(),
                        JENKINS,
                        List.of(NoteRecord.verdict(commit, "shop", environment, NoteRecord.LIVE, NOW.minus(ago))))
                .get();
    }

    private String toStaging(String tag) throws Exception {
        PromotionResult result = promoter.promote(
                config.mirror(),
                to("staging").ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester(null, null)),
                PromotionListener.NONE);
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        return result.commit();
    }

    /** A job that was successful, and who asked for it. */
    private void jobAnswers(Runnable beforeFirst) {
        sources = sources.withJobs((candidate, job) -> {
            if (asked.isEmpty()) {
                beforeFirst.run();
            }
            asked.add(candidate);
            return List.of(new JobResults.Run("smoke #1", Map.of(), JobResults.Result.SUCCESS, Optional.of(NOW)));
        });
    }

    private String tip() {
        return server.repositories().tip("config", "main");
    }

    private String prod() {
        return server.repositories().read("config", "main", "envs/prod/web.yaml");
    }

    private String message() {
        return server.repositories().git("config").run("log", "-1", "--format=%B", "main");
    }

    @Test
    void aClosedGateWritesNothing() throws Exception {
        declare("{approval: {users: [grace]}}, {window: {deny: [{schedule: '0 0 * * *', duration: 2d}]}}");
        String before = tip();
        PromotionResult result = promote(toProd("2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.isHeldByGates()).isTrue();
        assertThat(result.reason())
                .contains("approval: 0 of 1 approval; asked are grace", "window: A denied window is open");
        assertThat(result.commit()).isNull();
        assertThat(result.files()).isEmpty();
        assertThat(result.gates().results()).extracting(GateResult::type).containsExactly("approval", "window");
        assertThat(result.gates().results().get(1).opensAt()).isPresent();
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void anApprovalOpensItForThisVersionAlone() throws Exception {
        declare("{approval: {users: [grace]}}");
        approve(toProd("2"), "grace", true);
        String before = tip();
        assertThat(promote(toProd("3")).reason()).contains("0 of 1 approval");
        assertThat(tip()).isEqualTo(before);

        PromotionResult result = promote(toProd("2"));
        assertThat(result.verdict()).as(result.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(prod()).isEqualTo(web("2", 9));
        assertThat(message()).contains("Gitops-Gates: approval (Approved by grace)");
    }

    @Test
    void anApprovalDoesNotCountWhereTheEnvironmentIsAnotherSince() throws Exception {
        declare("{approval: {users: [grace]}}");
        approve(toProd("2"), "grace", true);
        server.commitDirectly("config", "main", Map.of("envs/staging/web.yaml", web("7", 1)));
        server.commitDirectly("config", "main", Map.of("envs/prod/web.yaml", web("1", 90)));
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.GATED);
        server.commitDirectly("config", "main", Map.of("envs/prod/web.yaml", web("1", 9)));
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @ParameterizedTest
    @CsvSource({"false, GATED", "true, PROMOTED"})
    void whoPromotesApprovesOnlyWhereThatIsAllowed(boolean self, PromotionVerdict verdict) throws Exception {
        declare("{approval: {users: [ada, grace], self: " + self + "}}");
        approve(toProd("2"), "ada", true);
        assertThat(promote(toProd("2")).verdict()).isEqualTo(verdict);
    }

    @Test
    void anApprovalIsTakenBack() throws Exception {
        declare("{approval: {users: [grace]}}");
        approve(toProd("2"), "grace", true);
        approve(toProd("2"), "Grace", false);
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.GATED);
    }

    @Test
    void onlyWhoIsAskedApproves() throws Exception {
        declare("{approval: {users: [grace], groups: [leads]}}, {name: board, approval: {forge: true}}");
        assertThatThrownBy(() -> approve(toProd("2"), "eve", true))
                .isInstanceOf(GitException.class)
                .hasMessage("eve is not asked to approve for shop prod; asked are grace, the group leads");
        assertThatThrownBy(() -> approve(toProd("1"), "grace", true))
                .hasMessage("shop prod already reads so: there is nothing to approve");
        assertThat(server.repositories().git("config").run("for-each-ref", "refs/notes"))
                .isEmpty();
    }

    @Test
    void whatIsShownIsWhatIsApproved() throws Exception {
        declare("{approval: {users: [grace]}}, {name: board, approval: {forge: true}}, {job: smoke}");
        EnvironmentApproval approval =
                new EnvironmentApproval(config.mirror(), notes, AuditLog.NONE, Identities.IGNORING_CASE, clock);
        Approvable shown = approval.look(toProd("2")).get(0);
        assertThat(shown.name()).isEqualTo("shop prod");
        assertThat(shown.version()).isEqualTo("r.io/web:2");
        assertThat(shown.files()).containsExactly("envs/prod/web.yaml");
        assertThat(shown.gates()).extracting(Gate.Approval::name).containsExactly("approval", "board");
        assertThat(shown.asking()).extracting(Gate.Approval::name).containsExactly("approval");
        assertThat(approval.look(toProd("2"))).containsExactly(shown);
        assertThat(approval.look(toProd("3")).get(0).id()).isNotEqualTo(shown.id());
        server.commitDirectly("config", "main", Map.of("envs/prod/web.yaml", web("1", 8)));
        assertThat(approval.look(toProd("2")).get(0).id()).isNotEqualTo(shown.id());
        List<NoteRecord> given = approval.give(
                        shown, "approval", new EnvironmentApproval.Word("grace", Set.of(), true, "", JENKINS, ""))
                .get();
        assertThat(given).extracting(NoteRecord::commit).containsExactly(shown.id());
    }

    @Test
    void aMemberOfAGroupApproves() throws Exception {
        declare("{approval: {groups: [leads]}}");
        new EnvironmentApproval(config.mirror(), notes, AuditLog.NONE, Identities.IGNORING_CASE, clock)
                .give(
                        toProd("2"),
                        "approval",
                        new EnvironmentApproval.Word("grace", Set.of("leads", "all"), true, "", JENKINS, ""))
                .get();
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void whatTheGatesSaidIsKept() throws Exception {
        declare("{approval: {users: [grace]}}");
        approve(toProd("2"), "grace", true);
        PromotionRequest request = toProd("2");
        PromotionResult result = promote(request);
        String trouble = new VerdictRecorder(notes, AuditLog.NONE, clock, VerdictRecorder.PATIENCE)
                .record(config.mirror(), request, result)
                .get();
        assertThat(trouble).isEmpty();
        assertThat(Notes.read(config.mirror()).of(result.commit()))
                .extracting(NoteRecord::type, NoteRecord::gate, NoteRecord::verdict, NoteRecord::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        NoteRecord.Type.GATE, "approval", "OPEN", "Approved by grace"));
    }

    @Test
    void aVersionSoaks() throws Exception {
        declare("{healthy: []}, {soak: 1h}");
        assertThat(promote(toProd("2")).reason()).contains("nothing was proved live there yet");
        live(toStaging("2"), "staging", Duration.ofMinutes(20));
        PromotionResult early = promote(toProd("2"));
        assertThat(early.reason()).isEqualTo("soak: r.io/web:2 has been live and healthy in staging for 20m of 1h");
        assertThat(early.gates().again(Duration.ofSeconds(30))).contains(NOW.plus(Duration.ofMinutes(40)));
        assertThat(prod()).isEqualTo(web("1", 9));

        live(toStaging("3"), "staging", Duration.ofHours(-1));
        assertThat(promote(toProd("2")).reason())
                .contains("staging is not live and healthy at r.io/web:2 any more")
                .contains("r.io/web:3 was last proved live there");
    }

    @Test
    void aVersionThatHasSoakedIsPromoted() throws Exception {
        declare("{healthy: []}, {soak: 1h}");
        String commit = toStaging("2");
        live(commit, "staging", Duration.ofMinutes(61));
        // carried or given makes no difference
        Application shop = config.application("shop");
        PromotionRequest carried = to("prod").fromProved(config.environment(shop, "staging"), requester(null, null));
        assertThat(carried.carried()).isEqualTo(Map.of("shop", commit));
        assertThat(GatedPromotion.promote(promoter, gates(), carried.asDryRun(), PromotionListener.NONE)
                        .verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(carried).verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
    }

    @Test
    void aSourceThatFailsOpensNothing() throws Exception {
        declare("{job: smoke}, {checks: [ci]}");
        sources = GateSources.NONE.withJobs((candidate, job) -> {
            throw new IllegalStateException("broken");
        });
        String before = tip();
        PromotionResult result = promote(toProd("2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.gates().results())
                .extracting(GateResult::state)
                .containsExactly(GateResult.State.UNKNOWN, GateResult.State.UNKNOWN);
        assertThat(result.reason()).contains("broken", "Nobody knows the commit");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void gatesAreAskedAgainWhereTheEnvironmentChangedMeanwhile() throws Exception {
        declare("{job: smoke}, {policy: \"current.all(m, m.spec.replicas < 10)\"}");
        jobAnswers(() -> commit("envs/prod/web.yaml", web("1", 10)));
        PromotionResult result = promote(toProd("2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.reason()).startsWith("policy: Not true");
        assertThat(asked).hasSize(2);
        assertThat(prod()).isEqualTo(web("1", 10));
    }

    @Test
    void gatesAreNotAskedAgainForWhatOthersDoBesides() throws Exception {
        declare("{job: smoke}");
        jobAnswers(() -> commit("envs/staging/web.yaml", web("5", 1)));
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(asked).hasSize(1);
        assertThat(prod()).isEqualTo(web("2", 9));
    }

    @Test
    void anEnvironmentThatNeverStandsStillEndsTheTry() throws Exception {
        declare("{job: smoke}");
        int[] replicas = {10};
        sources = GateSources.NONE.withJobs((candidate, job) -> {
            commit("envs/prod/web.yaml", web("1", replicas[0]++));
            return List.of(new JobResults.Run("smoke #1", Map.of(), JobResults.Result.SUCCESS, Optional.of(NOW)));
        });
        PromotionGates moving = new PromotionGates(config, renderer, sources, List.of(), Clock.systemUTC(), threads);
        PromotionResult result = GatedPromotion.promote(
                promoter, moving, toProd("2").withTimeout(Duration.ofMillis(1_500)), PromotionListener.NONE);
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(replicas[0]).isGreaterThan(11);
        assertThat(prod()).isEqualTo(web("1", replicas[0] - 1));
    }

    private void commit(String file, String content) {
        try {
            server.commitDirectly("config", "main", Map.of(file, content));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void promotionsThatShareAPushAreEachAskedOnWhatTheyAreWrittenOnto() throws Exception {
        declare("{job: smoke}");
        jobAnswers(() -> {});
        List<CompletableFuture<PromotionResult>> all = List.of("2", "3", "4", "5").stream()
                .map(tag -> {
                    try {
                        return GatedPromotion.submit(promoter, gates(), toProd(tag), PromotionListener.NONE, threads);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        for (CompletableFuture<PromotionResult> each : all) {
            PromotionResult result = each.get();
            assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
            String version = server.repositories().read("config", result.commit(), "envs/prod/web.yaml");
            String onto = server.repositories().read("config", result.parent(), "envs/prod/web.yaml");
            assertThat(asked).anySatisfy(candidate -> {
                assertThat(version).contains("r.io/web:" + candidate.version().substring("r.io/web:".length()) + '"');
                assertThat(onto).contains(image(candidate) + '"');
            });
        }
    }

    private static String image(Candidate candidate) throws IOException {
        return candidate
                .current()
                .resources()
                .get(0)
                .content()
                .toString()
                .replaceAll("(?s).*image=(r.io/web:\\d).*", "$1");
    }

    @Test
    void manifestsAreRenderedOnlyWhereAGateReadsThemAndOnce() throws Exception {
        declare("{policy: \"manifests.all(m, m.spec.replicas == 9) && current.size() == 1\"}, {name: image, "
                + "policy: \"manifests.exists(m, m.spec.template.spec.containers[0].image == 'r.io/web:2')\"}");
        assertThat(promote(toProd("2")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(toProd("3")).reason()).startsWith("image: Not true").doesNotContain("policy:");
    }

    @Test
    void whatEndsAnywayAsksNoGate() throws Exception {
        declare("{job: smoke}");
        jobAnswers(() -> {});
        assertThat(promote(toProd("1")).verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        Application shop = config.application("shop");
        promoter.promote(
                config.mirror(),
                new EnvironmentHold(config, shop, config.environment(shop, "prod"), clock)
                        .hold(null, requester(null, "a freeze")),
                PromotionListener.NONE);
        PromotionResult held = promote(toProd("2"));
        assertThat(held.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.reason()).contains("is held at");
        assertThat(held.isHeldByGates()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void aReasonOpensNoGate() throws Exception {
        declare("{approval: {users: [grace]}}");
        PromotionRequest forced =
                to("prod").ofImages(List.of(ImageEdit.Image.parse("r.io/web=2")), requester(null, "at once"));
        assertThat(promote(forced).isHeldByGates()).isTrue();
        approve(toProd("2"), "grace", true);
        assertThat(promote(forced).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void anOlderOneIsSupersededBeforeAGateIsAsked() throws Exception {
        declare("{job: smoke}");
        jobAnswers(() -> {});
        List<ImageEdit.Image> two = List.of(ImageEdit.Image.parse("r.io/web=2"));
        List<ImageEdit.Image> three = List.of(ImageEdit.Image.parse("r.io/web=3"));
        assertThat(promote(to("prod").ofImages(three, requester(8, null))).verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote(to("prod").ofImages(two, requester(7, null))).verdict())
                .isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPromotionThatForgetsItsGatesIsNotMade() throws Exception {
        declare("{job: smoke}");
        String before = tip();
        PromotionRequest request = toProd("2");
        assertThatThrownBy(() -> promoter.promote(config.mirror(), request, PromotionListener.NONE))
                .hasMessageStartingWith("The gates of shop prod were not asked");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void gatesThatTheEnvironmentsOwnBranchDropsStillCount() throws Exception {
        server.createRepository("config", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: prod, branch: env/prod, path: manifests, gates: [{approval: {users: [grace]}}]}
                """));
        server.commitDirectly(
                "config", "env/prod", Map.of("gitops.yaml", "applications: []", "manifests/web.yaml", web("1", 9)));
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
        assertThat(promote(toProd("2")).isHeldByGates()).isTrue();
    }

    @Test
    void aDryRunShowsHowTheyStand() throws Exception {
        declare("{approval: {users: [grace]}}, {job: smoke}");
        jobAnswers(() -> {});
        PromotionResult result = promote(toProd("2").asDryRun());
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.diff()).contains("+", "r.io/web:2");
        assertThat(result.gates().results()).extracting(GateResult::isOpen).containsExactly(false, true);
    }

    @Test
    void anEnvironmentWithoutGatesCostsNothingMore() throws Exception {
        declare("");
        promote(toProd("2"));
        PromotionRequest plain = toProd("3");
        server.forget();
        promoter.promote(config.mirror(), plain, PromotionListener.NONE);
        List<String> requests = server.requests();
        PromotionRequest asked = toProd("4");
        server.forget();
        promote(asked);
        assertThat(server.requests()).hasSameSizeAs(requests).hasSize(2);
    }

    @Test
    void afterARestartWhatHadArrivedIsFound() throws Exception {
        declare("{job: smoke}");
        jobAnswers(() -> {});
        String parent = tip();
        PromotionRequest request = toProd("2");
        PromotionResult first = promote(request);
        assertThat(promote(request.withRecordedParent(parent)))
                .satisfies(again -> assertThat(again.commit()).isEqualTo(first.commit()));
        assertThat(asked).hasSize(1);
        assertThat(promote(toProd("3").withRecordedParent(parent)).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(asked).hasSize(2);
    }
}
