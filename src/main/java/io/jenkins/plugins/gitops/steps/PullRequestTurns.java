package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.MergeGate;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestLook;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestPlan;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestPromotion;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestResult;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestTrace;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.util.Timer;

/**
 * A promotion step that makes a pull request: it looks turn by turn, and holds no thread between two. What it needs to go
 * on after a restart is kept before anything is pushed.
 */
final class PullRequestTurns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final PromoteExecution execution;

    /** Where the base stood before anything was pushed; null before that. */
    @CheckForNull
    private volatile String base;

    /** The branch that it is opened to; what {@code gitops.yaml} says may change while Jenkins is down. */
    @CheckForNull
    private volatile String branch;

    private volatile long number;
    private volatile boolean dressed;

    /** Whether its merge is waited for. */
    private volatile boolean waits;

    /** What is waited for, as the log was told; null before it was. */
    @CheckForNull
    private volatile String status;

    @CheckForNull
    private transient volatile Repeater repeater;

    /** Whether the credentials were refused in the last turn. */
    private transient volatile boolean refused;

    /** What the turns use, to be given back. */
    @CheckForNull
    private transient volatile BuildGates gates;

    /** What is to be done, as it was planned. */
    private record Task(PromotionRequest request, PullRequestPlan plan, AtomicReference<Connected> connected) {
        Connected now() {
            return connected.get();
        }
    }

    /** The promotion as it stands, with the credentials that were read last. */
    private record Connected(ConfigRepository repository, PullRequestPromotion promotion) {}

    PullRequestTurns(PromoteExecution execution) {
        this.execution = execution;
    }

    /** Whether the step makes one: it began to, says so or waits for it, or {@code gitops.yaml} does. */
    boolean isWanted(PromotionPlan plan, ConfigRepository repository) throws IOException {
        GitOpsPromoteStep step = execution.step();
        if (!step.getSet().isEmpty() || base != null) {
            return base != null;
        }
        Boolean said = step.getPullRequest();
        return said != null
                ? said
                : step.isWaitForMerge()
                        || plan.promotion(repository).pullRequest().isOpened();
    }

    /**
     * Ends with a pull request that was merged while Jenkins was down. It is looked for before it is planned anew: what is
     * declared now may be something else.
     *
     * @return whether there was one
     */
    boolean endsMerged(Mirror mirror, String id) throws IOException, InterruptedException {
        Optional<PullRequestResult> merged;
        try {
            merged = merged(mirror, id);
        } catch (IOException failure) {
            if (Outage.isBehind(failure)) {
                throw failure; // looked for again before anything is planned
            }
            return false; // its turns say what it is
        }
        if (merged.isPresent()) {
            Connections.get().audit().tell(mirror, id, merged.get().promotion());
            settle(merged.get(), merged.get().promotion().commit(), CompletableFuture.completedFuture(""));
        }
        return merged.isPresent();
    }

    private Optional<PullRequestResult> merged(Mirror mirror, String id) throws IOException, InterruptedException {
        if (base == null || branch == null || number == 0 || repeater != null) {
            return Optional.empty();
        }
        Optional<PromotionResult> arrived = Promoter.arrived(mirror, branch, id, base);
        if (arrived.isEmpty()) {
            return Optional.empty();
        }
        PullRequest now = forge().read(number);
        // one that is still open has to be closed, too
        return now.state() == PullRequest.State.MERGED
                ? Optional.of(new PullRequestResult(arrived.get(), now))
                : Optional.empty();
    }

    private Forge forge() throws IOException, InterruptedException {
        GitOpsPromoteStep step = execution.step();
        return Connections.get().forge(step.getRepository(), execution.build(), step.getCredentialsId());
    }

    /** Whether one has begun that is over when it is merged, and not before. */
    boolean isFollowed() {
        return waits && base != null;
    }

    /** Begins, or goes on after a restart. */
    void begin(PromotionPlan planned, ConfigRepository repository, PromotionRequest request, BuildGates asked)
            throws IOException, InterruptedException {
        GitOpsPromoteStep step = execution.step();
        PullRequestPlan plan = planned.promotion(repository)
                .byPullRequest(request, Connections.get().renderer(), step.isWaitForMerge(), null);
        if (step.isWaitForGates() && !plan.waits()) {
            asked.close();
            throw new AbortException("waitForGates is not for a pull request, whose gates are asked while it is open;"
                    + " waitForMerge waits for it");
        }
        branch = request.branch();
        waits = plan.waits();
        Task task = new Task(request, plan, new AtomicReference<>(connected(plan, repository, asked)));
        if (plan.waits()) {
            execution.pause();
        }
        Repeater turns = new Repeater(() -> turn(task), execution.background(), Timer.get(), Clock.systemUTC());
        repeater = turns;
        if (execution.hasEnded()) {
            close(); // of what was begun since
        } else {
            turns.wake();
        }
    }

    private Connected connected(PullRequestPlan plan, ConfigRepository repository, BuildGates asked)
            throws IOException, InterruptedException {
        PromotionPlan plans = execution.plan();
        PullRequestPromotion promotion = new PullRequestPromotion(
                repository.mirror(),
                forge(),
                plan,
                MergeGate.of(asked.gates(), () -> plans.request(repository, execution.carried())),
                new PullRequestTrace(base, number, dressed),
                this::keep,
                Clock.systemUTC());
        gates = asked;
        return new Connected(repository, promotion);
    }

    /** The same with the credentials of now. */
    private Connected again(PullRequestPlan plan) throws IOException, InterruptedException {
        closeGates();
        ConfigRepository repository = execution.repository();
        return connected(plan, repository, new BuildGates(execution.build(), execution.step(), repository));
    }

    private Optional<Instant> turn(Task task) {
        Instant[] next = new Instant[1];
        execution.attempt(() -> next[0] = execution.hasEnded() ? null : look(task));
        return execution.hasEnded() ? Optional.empty() : Optional.ofNullable(next[0]);
    }

    @CheckForNull
    private Instant look(Task task) throws IOException, InterruptedException {
        PullRequestLook look;
        try {
            look = task.now().promotion().look();
            refused = false;
        } catch (IOException e) {
            if (refused || !Outage.isRefusal(e)) {
                throw e;
            }
            // a token that was good for an hour: there is another by now
            refused = true;
            task.connected().set(again(task.plan()));
            return Instant.now();
        }
        if (look instanceof PullRequestLook.Done done) {
            finish(done.result(), task);
            return null;
        }
        PullRequestLook.Again again = (PullRequestLook.Again) look;
        if (!again.status().equals(status)) {
            status = again.status();
            execution.say(again.status());
        }
        return again.at();
    }

    private void keep(PullRequestTrace trace) throws IOException {
        if (execution.hasEnded()) {
            throw new AbortException("The step was stopped");
        }
        base = trace.base();
        number = trace.number();
        dressed = trace.dressed();
        try {
            execution.save();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted before the push", interrupted);
        }
    }

    private void finish(PullRequestResult ended, Task task) throws IOException, InterruptedException {
        if (execution.hasEnded()) {
            return;
        }
        PullRequestPlan plan = task.plan();
        PromotionResult result = ended.promotion();
        Connections.get().audit().tell(plan.promotion(), result);
        boolean there = PromotionOutcome.isThere(result);
        boolean opened = ended.isProposed() && !plan.waits();
        if (!there && !opened) {
            PromotionOutcome.tell(result, execution.listener().getLogger());
            throw new AbortException(result.verdict() + ": " + result.reason());
        }
        Mirror mirror = task.now().repository().mirror();
        settle(
                ended,
                result.revision(mirror, plan.promotion()),
                Connections.get().verdicts().record(mirror, task.request(), result));
    }

    /** @param keeping tells what came in the way of keeping what the gates said */
    private void settle(PullRequestResult ended, @CheckForNull String revision, CompletableFuture<String> keeping)
            throws IOException, InterruptedException {
        PromotionOutcome.tell(ended.promotion(), execution.listener().getLogger());
        if (revision != null) {
            PromotedCommits.remember(execution.build(), execution.step(), revision);
        }
        keeping.thenAccept(trouble -> execution.attempt(() -> {
            if (!trouble.isEmpty()) {
                execution.say(trouble);
            }
            execution.succeed(StepResults.of(ended));
        }));
    }

    /** What is waited for; null where no pull request is made. */
    @CheckForNull
    String status() {
        return status;
    }

    /** No turn begins after this. Returns at once. */
    void close() {
        Repeater turns = repeater;
        if (turns != null) {
            turns.close();
        }
        closeGates();
    }

    private void closeGates() {
        BuildGates asked = gates;
        gates = null;
        if (asked != null) {
            asked.close();
        }
    }
}
