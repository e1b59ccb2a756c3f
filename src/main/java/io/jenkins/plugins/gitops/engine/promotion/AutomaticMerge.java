package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.MergeResult;
import io.jenkins.plugins.gitops.engine.forge.Mergeability;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Merges a pull request as soon as its host, its checks and the gates allow it, and only with the head it was made of. */
final class AutomaticMerge {
    private final Forge forge;
    private final PullRequestText text;
    private final PullRequestPolicy.Method method;
    private final MergeGate gate;

    AutomaticMerge(Forge forge, PullRequestText text, PullRequestPolicy.Method method, MergeGate gate) {
        this.forge = forge;
        this.text = text;
        this.method = method;
        this.gate = gate;
    }

    /** What came of trying. */
    sealed interface Step {

        /**
         * It may become possible.
         *
         * @param why a sentence
         * @param again when to try again; null where nobody knows
         */
        record NotYet(String why, @CheckForNull Instant again) implements Step {}

        /** Merged, or something is not as it was: worth a look at once. */
        record Moved(String what) implements Step {}

        /** It will not be merged as it was asked for. */
        record Never(String why) implements Step {}
    }

    /**
     * Merges if everything allows it.
     *
     * @param pullRequest as it is now
     * @param head the commit that may be merged
     * @param base the commit it would be merged onto
     */
    Step attempt(PullRequest pullRequest, String head, String base) throws IOException {
        if (!pullRequest.headCommit().equals(head)) {
            return notYet("The host has not seen commit " + head + " yet");
        }
        Mergeability mergeability = pullRequest.mergeability();
        boolean untold = mergeability.answer() == Mergeability.Answer.UNKNOWN && !forge.has(Forge.Feature.MERGEABILITY);
        if (mergeability.answer() != Mergeability.Answer.MERGEABLE && !untold) {
            return notYet(mergeability.why());
        }
        for (CommitStatus status : forge.statuses(head)) {
            if (status.state() != CommitStatus.State.SUCCESS) {
                return notYet("Check " + status.name() + " is "
                        + status.state().name().toLowerCase(Locale.ROOT));
            }
        }
        Optional<MergeGate.Closed> closed = gate.closed(pullRequest, base);
        if (closed.isPresent()) {
            return new Step.NotYet(closed.get().reason(), closed.get().again());
        }
        return step(forge.merge(pullRequest.number(), text.order(method, head)));
    }

    private static Step step(MergeResult result) {
        if (result instanceof MergeResult.Started started) {
            return notYet(started.why());
        }
        if (result instanceof MergeResult.NotYet later) {
            return notYet(later.why());
        }
        if (result instanceof MergeResult.Conflict conflict) {
            return notYet(conflict.why());
        }
        if (result instanceof MergeResult.Refused refused) {
            return new Step.Never(refused.why());
        }
        return new Step.Moved(result instanceof MergeResult.Merged ? "Merged" : "The head has moved");
    }

    private static Step notYet(String why) {
        return new Step.NotYet(why, null);
    }
}
