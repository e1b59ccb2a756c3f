package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.configuration.Installation;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentRollback;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentRollback.Choice;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentRollback.Plan;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.ProvedCommits;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A rollback that a step makes: what it goes back to is decided once, and is the same after a restart. */
final class StepRollback implements Serializable {
    private static final long serialVersionUID = 1L;

    private final GitOpsExecution<? extends EnvironmentStep> execution;
    private final StepPushes pushes;

    @CheckForNull
    private volatile String branch;

    @CheckForNull
    private volatile String tip;

    @CheckForNull
    private volatile String target;

    /** When the hold ends, in milliseconds since 1970; 0: when it is released. */
    private volatile long until;

    StepRollback(GitOpsExecution<? extends EnvironmentStep> execution) {
        this.execution = execution;
        this.pushes = new StepPushes(execution);
    }

    /** Decides what is undone, and what is gone back to. */
    @FunctionalInterface
    interface Decision {
        Choice of(EnvironmentRollback rollback, List<String> proved) throws IOException;
    }

    /**
     * What is said about it.
     *
     * @param reason why
     * @param message the commit's subject; null: says what is rolled back where
     * @param holdFor how long the environment is held; null: until it is released
     */
    record Words(
            String reason,
            @CheckForNull String message,
            @CheckForNull Duration holdFor) {}

    /**
     * A rollback that was made, or could not be.
     *
     * @param quarantine what became of the quarantine, where that is a commit of its own
     */
    record Made(Plan plan, PromotionResult rollback, Optional<PromotionResult> quarantine) {

        /** Of both results the one that says whether all was made. */
        PromotionResult decisive() {
            return quarantine.filter(apart -> !PromotionOutcome.isThere(apart)).orElse(rollback);
        }

        boolean isWhole() {
            return PromotionOutcome.isThere(decisive());
        }
    }

    /** Begins it, or goes on with it. Returns when it is queued; whoever is told takes it to {@link #settle}. */
    void make(Decision decision, Words words, BiConsumer<Made, Throwable> told)
            throws IOException, InterruptedException {
        Run<?, ?> build = execution.build();
        EnvironmentStep step = execution.step();
        ConfigRepository repository = Connections.get()
                .repository(step.getRepository(), build, step.getCredentialsId(), execution.listener());
        Application application = repository.application(step.getApplication());
        Environment environment = repository.environment(application, step.getEnvironment());
        EnvironmentRollback rollback = new EnvironmentRollback(repository, application, environment, Clock.systemUTC());
        Mirror mirror = repository.mirror();
        if (target == null) {
            List<String> proved = new ProvedCommits(repository, application, environment).all();
            keep(decision.of(rollback, proved), words.holdFor());
        }
        Requester requester = new Requester(
                PromotionId.of(
                        Installation.name(),
                        build.getExternalizableId(),
                        execution.node().getId()),
                words.message(),
                BuildIdentity.name(build),
                BuildPromoters.names(build),
                null,
                words.reason(),
                BuildIdentity.person());
        Plan plan = rollback.plan(
                new Choice(branch, tip, target), until == 0 ? null : Instant.ofEpochMilli(until), requester);
        pushes.submit(mirror, plan.rollback())
                .thenCompose(made -> quarantine(mirror, plan, made))
                .whenComplete(told);
    }

    private void keep(Choice choice, @CheckForNull Duration holdFor) throws IOException, InterruptedException {
        branch = choice.branch();
        tip = choice.tip();
        until = holdFor == null ? 0 : Instant.now().plus(holdFor).toEpochMilli();
        target = choice.target();
        execution.save();
    }

    private CompletableFuture<Made> quarantine(Mirror mirror, Plan plan, PromotionResult made) {
        if (!PromotionOutcome.isThere(made) || plan.quarantine().isEmpty()) {
            return CompletableFuture.completedFuture(new Made(plan, made, Optional.empty()));
        }
        return pushes.submit(mirror, plan.quarantine().get())
                .thenApply(apart -> new Made(plan, made, Optional.of(apart)));
    }

    /** Tells the log of it, and lets a later wait of the build know; a failure that tells its reason is thrown. */
    Made settle(@CheckForNull Made made, @CheckForNull Throwable failure) throws IOException, InterruptedException {
        Made known = PromotionOutcome.of(made, failure);
        PromotionOutcome.tell(known.rollback(), execution.listener().getLogger());
        if (known.quarantine().isPresent()) {
            PromotionOutcome.tell(known.quarantine().get(), execution.listener().getLogger());
        }
        String commit = known.rollback().commit();
        if (commit != null) {
            execution.say("Went back to " + known.plan().version() + "; held there until it is released"
                    + (until == 0 ? "" : ", at most until " + Instant.ofEpochMilli(until)));
            PromotedCommits.remember(
                    execution.build(), execution.step(), execution.step().getApplication(), commit);
        }
        return known;
    }

    /** What is queued and not being pushed is not made any more. Returns at once. */
    void cancel() {
        pushes.cancel();
    }

    /** Whether a push is under way, whose answer a restart would lose. */
    boolean isPushing() {
        return pushes.isPushing();
    }
}
