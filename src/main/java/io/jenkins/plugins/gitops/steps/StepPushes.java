package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.GatedPromotion;
import io.jenkins.plugins.gitops.engine.promotion.GatedTag;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a step writes to Git. Before its first push each promotion keeps the parent it stands on; after a restart it is
 * looked for from there, and only planned and made again where it had not arrived.
 */
final class StepPushes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final GitOpsExecution<?> execution;

    private final RecordedPushes recorded = new RecordedPushes();

    private transient volatile boolean pushing;

    /** Whether a push was kept since Jenkins started, or was looked for, so that nothing is to be found any more. */
    private transient volatile boolean known;

    /** Whether the log was told that something is resumed. */
    private transient volatile boolean told;

    @CheckForNull
    private transient volatile CompletableFuture<PromotionResult> queued;

    StepPushes(GitOpsExecution<?> execution) {
        this.execution = execution;
    }

    /**
     * Queues a promotion. Returns at once.
     *
     * @return the result, or as its failure why there is none
     */
    CompletableFuture<PromotionResult> submit(Mirror mirror, PromotionRequest request) {
        PromotionRequest whole = resumed(request);
        Consumer<PromotionResult> audit = result -> Connections.get().audit().tell(request, result);
        return queued(
                Connections.get()
                        .promoter()
                        .submit(mirror, whole, new Listener(onTopOf -> recorded.keep(whole, onTopOf), audit)),
                audit);
    }

    /** Asks the gates of a promotion, and queues it where they are open. Returns at once. */
    CompletableFuture<PromotionResult> submit(PromotionGates gates, PromotionRequest request) {
        PromotionRequest whole = resumed(request);
        Consumer<PromotionResult> audit = result -> Connections.get().audit().tell(request, result);
        Listener listener = new Listener(onTopOf -> recorded.keep(whole, onTopOf), audit);
        return queued(
                GatedPromotion.submit(Connections.get().promoter(), gates, whole, listener, execution.background()),
                audit);
    }

    /**
     * What became of a promotion that was pushed before Jenkins was restarted, and arrived; empty otherwise. It is looked
     * for before it is planned anew: what is declared now may be something else.
     */
    Optional<PromotionResult> arrived(Mirror mirror, String id) throws IOException {
        if (known) {
            return Optional.empty();
        }
        tellResumed(id);
        Optional<PromotionResult> arrived = recorded.arrived(mirror, id);
        Optional<PromotionResult> tagged = recorded.tagged(mirror, id);
        known = true;
        if (arrived.isPresent()) {
            Connections.get().audit().tell(mirror, id, arrived.get());
            return arrived;
        }
        if (tagged.isPresent()) {
            Connections.get().audit().tellTagged(mirror, id, BuildIdentity.person(), tagged.get());
        }
        return tagged;
    }

    private PromotionRequest resumed(PromotionRequest request) {
        tellResumed(request.id());
        return recorded.resumed(request);
    }

    private void tellResumed(String id) {
        if (!known && !told && recorded.holds(id)) {
            told = true;
            tell("Jenkins was restarted; looking whether the promotion had arrived");
        }
    }

    /** Queues a promotion by tag, whose message is where it is looked for after a restart. Returns at once. */
    CompletableFuture<PromotionResult> submit(PromotionGates gates, TagPromotionRequest request) {
        TagPromotionRequest whole = recorded.resumed(request);
        Consumer<PromotionResult> audit = result -> Connections.get().audit().tell(request, result);
        Listener listener = new Listener(onTopOf -> recorded.keep(whole, onTopOf), audit);
        return queued(
                GatedTag.submit(Connections.get().tagPromoter(), gates, whole, listener, execution.background()),
                audit);
    }

    private CompletableFuture<PromotionResult> queued(
            CompletableFuture<PromotionResult> promotion, Consumer<PromotionResult> audit) {
        queued = promotion;
        if (execution.hasEnded()) {
            cancel(); // what was queued since
        }
        return promotion.whenComplete((result, failure) -> {
            pushing = false;
            if (result != null) {
                audit.accept(result);
            }
        });
    }

    /** A promotion whose push has not begun is not made any more. Returns at once. */
    void cancel() {
        CompletableFuture<PromotionResult> promotion = queued;
        if (promotion != null) {
            promotion.cancel(false);
        }
    }

    /** Whether a push is under way, whose answer a restart would lose. */
    boolean isPushing() {
        return pushing;
    }

    /** Keeps what a push stands on, and tells the log. */
    private final class Listener implements PromotionListener {
        private final Consumer<String> keep;
        private final Consumer<PromotionResult> audit;

        Listener(Consumer<String> keep, Consumer<PromotionResult> audit) {
            this.keep = keep;
            this.audit = audit;
        }

        @Override
        public void pushing(String onTopOf) throws IOException {
            if (execution.hasEnded()) {
                throw new AbortException("The step was stopped before anything was pushed");
            }
            keep.accept(onTopOf);
            known = true;
            try {
                execution.save();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted before the push", interrupted);
            }
            pushing = true;
        }

        @Override
        public void again(int attempts, String reason) {
            tell("Trying again after attempt " + attempts + ": " + reason);
        }

        /** The build was stopped while it was pushed: the change may be there, and is told of. */
        @Override
        public void late(PromotionResult result) {
            audit.accept(result);
        }
    }

    private void tell(String sentence) {
        try {
            execution.say(sentence);
        } catch (IOException | InterruptedException logIsGone) {
            throw new IllegalStateException(logIsGone);
        }
    }
}
