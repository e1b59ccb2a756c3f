package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A promotion under way. While its gates are waited for it holds nothing but the time at which they are asked again, and
 * what is promoted.
 */
final class PromoteExecution extends RepeatingExecution<GitOpsPromoteStep> {
    private static final long serialVersionUID = 1L;

    /** Where no gate knows when it opens. */
    private static final Duration POLL = Duration.ofSeconds(15);

    /** A promotion under way tells by itself how it ends. */
    private static final Duration IDLE = Duration.ofHours(1);

    /** Of a promotion that is found nobody knows what its gates said. */
    private static final CompletableFuture<String> NOTHING_TO_KEEP = CompletableFuture.completedFuture("");

    private final StepPushes pushes = new StepPushes(this);

    /** Where it is made as a pull request. */
    private final PullRequestTurns pullRequest = new PullRequestTurns(this);

    private final GateLog told = new GateLog();

    /** Where some of its gates ask people. */
    private final GateApprovals approvals = new GateApprovals(this);

    /** The commits whose versions are promoted, by application, from the first look on; none where images are given. */
    private volatile HashMap<String, String> carried = new HashMap<>();

    /** When the gates are asked again; null while the promotion is under way. */
    @CheckForNull
    private transient volatile Instant again;

    /** Whether somebody has approved or rejected since the gates were last asked. */
    private transient volatile boolean answered;

    PromoteExecution(GitOpsPromoteStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void open() throws IOException, InterruptedException {
        try {
            promote();
        } catch (IOException failure) {
            lookAgain(failure);
        }
    }

    @Override
    Instant turn() throws IOException, InterruptedException {
        Instant due = again;
        Instant now = Instant.now();
        if (due != null && (answered || !now.isBefore(due))) {
            again = null;
            try {
                promote();
            } catch (IOException failure) {
                lookAgain(failure);
            }
            due = again;
        }
        return due == null ? now.plus(IDLE) : due;
    }

    private void promote() throws IOException, InterruptedException {
        answered = false;
        Run<?, ?> build = build();
        ConfigRepository repository = repository();
        PromotionPlan plan = plan();
        Optional<PromotionResult> arrived = pushes.arrived(repository.mirror(), plan.id());
        if (arrived.isPresent()) {
            settle(arrived.get(), arrived.get().commit(), NOTHING_TO_KEEP);
            return;
        }
        if (pullRequest.endsMerged(repository.mirror(), plan.id())) {
            return;
        }
        BuildGates gates = new BuildGates(build, step(), repository);
        Optional<TagPromotionRequest> tag = plan.byTag(repository, carried);
        if (tag.isPresent()) {
            HashMap<String, String> proved = new HashMap<>();
            tag.get().carried().ifPresent(commit -> proved.put(step().getApplication(), commit));
            carried = proved;
            pushes.submit(gates.gates(), tag.get()).whenComplete((result, failure) -> {
                gates.close();
                attempt(() -> finish(
                        PromotionResult::tagged,
                        made -> Connections.get().verdicts().record(repository.mirror(), tag.get(), made),
                        approval -> List.of(approval.look(tag.get())),
                        result,
                        failure));
            });
            return;
        }
        PromotionRequest request = plan.request(repository, carried);
        carried = new HashMap<>(request.carried());
        if (pullRequest.isWanted(plan, repository)) {
            pullRequest.begin(plan, repository, request, gates);
            return;
        }
        Mirror mirror = repository.mirror();
        pushes.submit(gates.gates(), request).whenComplete((result, failure) -> {
            gates.close();
            attempt(() -> finish(
                    made -> made.revision(mirror, request),
                    made -> Connections.get().verdicts().record(mirror, request, made),
                    approval -> approval.look(request),
                    result,
                    failure));
        });
    }

    /** Its repository, as the build may use it. */
    ConfigRepository repository() throws IOException, InterruptedException {
        return Connections.get().repository(step().getRepository(), build(), step().getCredentialsId(), listener());
    }

    /** What is asked of the engine. */
    PromotionPlan plan() throws IOException, InterruptedException {
        return new PromotionPlan(step(), build(), node());
    }

    /** The commits whose versions are promoted, by application; none where images are given, and before the first look. */
    Map<String, String> carried() {
        return carried;
    }

    /** Gates stand differently now: somebody has approved or rejected. Returns at once. */
    void askAgain() {
        answered = true;
        wake();
    }

    /** The commit that a later wait of the build waits for. */
    @FunctionalInterface
    private interface Revision {
        @CheckForNull
        String of(PromotionResult made) throws IOException;
    }

    @Override
    boolean waitsAnyway() {
        return pullRequest.isFollowed();
    }

    @Override
    void release() {
        approvals.close();
        pullRequest.close();
        pushes.cancel();
        super.release();
    }

    /** Where gates are waited for, a server that is away for a moment does not end it. */
    private void lookAgain(IOException failure) throws IOException, InterruptedException {
        if (told.holding().isEmpty() || !Outage.isBehind(failure)) {
            throw failure;
        }
        tell(failure.getMessage());
        again = Instant.now().plus(POLL);
        wake();
    }

    /**
     * @param keep keeps what the gates said; tells what came in the way
     * @param approvable what may be approved while gates are waited for
     */
    private void finish(
            Revision wanted,
            Function<PromotionResult, CompletableFuture<String>> keep,
            GateApprovals.Look approvable,
            @CheckForNull PromotionResult result,
            @CheckForNull Throwable failure)
            throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        PromotionResult promoted;
        try {
            promoted = PromotionOutcome.of(result, failure);
        } catch (IOException unanswered) {
            lookAgain(unanswered);
            return;
        }
        Evaluation gates = promoted.gates();
        if (gates != null) {
            for (String sentence : told.news(gates)) {
                say(sentence);
            }
            if (step().isWaitForGates() && promoted.isHeldByGates()) {
                pause();
                approvals.ask(approvable, repository().mirror(), gates, told.since());
                save();
                again = gates.again(POLL).orElseThrow();
                wake();
                return;
            }
        }
        if (!PromotionOutcome.isThere(promoted)) {
            PromotionOutcome.tell(promoted, listener().getLogger());
            throw new AbortException(promoted.verdict() + ": " + promoted.reason());
        }
        settle(promoted, wanted.of(promoted), keep.apply(promoted));
    }

    /**
     * The environment reads as it was wanted.
     *
     * @param revision the commit that a later wait of the build waits for; null where there is none
     * @param keeping tells what came in the way of keeping what the gates said
     */
    private void settle(PromotionResult promoted, @CheckForNull String revision, CompletableFuture<String> keeping)
            throws IOException, InterruptedException {
        PromotionOutcome.tell(promoted, listener().getLogger());
        if (revision != null) {
            PromotedCommits.remember(build(), step(), revision);
        }
        keeping.thenAccept(trouble -> attempt(() -> {
            if (!trouble.isEmpty()) {
                say(trouble);
            }
            succeed(StepResults.of(promoted));
        }));
    }

    @Override
    void close() throws IOException, InterruptedException {
        endPause();
    }

    @Override
    public String getStatus() {
        if (again != null) {
            return "waiting for " + String.join(", ", told.holding()) + " before promoting into "
                    + step().getRepository();
        }
        String turn = pullRequest.status();
        if (turn != null) {
            return turn;
        }
        return pushes.isPushing() ? "pushing to " + step().getRepository() : "promoting into " + step().getRepository();
    }

    @Override
    public boolean blocksRestart() {
        return pushes.isPushing();
    }
}
