package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.promotion.MergeGate;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
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

    private volatile long number;
    private volatile boolean dressed;

    /** What is waited for, as the log was told; null before it was. */
    @CheckForNull
    private volatile String status;

    @CheckForNull
    private transient volatile Repeater repeater;

    /** What the turns use, to be given back. */
    @CheckForNull
    private transient volatile BuildGates gates;

    PullRequestTurns(PromoteExecution execution) {
        this.execution = execution;
    }

    /** Whether the step makes one: it began to, says so or waits for it, or {@code gitops.yaml} does. */
    boolean isWanted(ConfigRepository repository) throws IOException {
        GitOpsPromoteStep step = execution.step();
        if (step.getApplication() == null || base != null) {
            return base != null;
        }
        Boolean said = step.getPullRequest();
        return said != null
                ? said
                : step.isWaitForMerge() || environment(repository).pullRequest().isOpened();
    }

    private Environment environment(ConfigRepository repository) throws IOException {
        Application application = repository.application(execution.step().getApplication());
        return repository.environment(application, execution.step().getTo());
    }

    /** Begins, or goes on after a restart. */
    void begin(ConfigRepository repository, PromotionRequest request, BuildGates asked)
            throws IOException, InterruptedException {
        GitOpsPromoteStep step = execution.step();
        PullRequestPlan plan = PullRequestPlan.of(
                step.getApplication(), environment(repository), request, step.isWaitForMerge(), null);
        PullRequestPromotion promotion = new PullRequestPromotion(
                repository.mirror(),
                Connections.get().forge(step.getRepository(), execution.build(), step.getCredentialsId()),
                plan,
                MergeGate.of(asked.gates(), request),
                new PullRequestTrace(base, number, dressed),
                this::keep,
                Clock.systemUTC());
        if (plan.waits()) {
            execution.pause();
        }
        Repeater turns = new Repeater(
                () -> turn(promotion, plan, repository), execution.background(), Timer.get(), Clock.systemUTC());
        repeater = turns;
        gates = asked;
        if (execution.hasEnded()) {
            close(); // of what was begun since
        } else {
            turns.wake();
        }
    }

    private Optional<Instant> turn(PullRequestPromotion promotion, PullRequestPlan plan, ConfigRepository repository) {
        Instant[] next = new Instant[1];
        execution.attempt(() -> next[0] = execution.hasEnded() ? null : look(promotion, plan, repository));
        return execution.hasEnded() ? Optional.empty() : Optional.ofNullable(next[0]);
    }

    @CheckForNull
    private Instant look(PullRequestPromotion promotion, PullRequestPlan plan, ConfigRepository repository)
            throws IOException, InterruptedException {
        PullRequestLook look = promotion.look();
        if (look instanceof PullRequestLook.Done done) {
            finish(done.result(), plan, repository);
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

    private void finish(PullRequestResult ended, PullRequestPlan plan, ConfigRepository repository)
            throws IOException, InterruptedException {
        if (execution.hasEnded()) {
            return;
        }
        PromotionResult result = ended.promotion();
        Connections.get().audit().tell(plan.promotion(), result);
        PromotionOutcome.tell(result, execution.listener().getLogger());
        boolean there = PromotionOutcome.isThere(result);
        boolean opened = result.verdict() == PromotionVerdict.GATED && ended.isOpen() && !plan.waits();
        if (!there && !opened) {
            throw new AbortException(result.verdict() + ": " + result.reason());
        }
        String revision = result.revision(repository.mirror(), plan.promotion());
        if (revision != null) {
            PromotedCommits.remember(
                    execution.build(), execution.step(), execution.step().getApplication(), revision);
        }
        execution.succeed(StepResults.of(ended));
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
        BuildGates asked = gates;
        gates = null;
        if (asked != null) {
            asked.close();
        }
    }
}
