package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.MergeResult;
import io.jenkins.plugins.gitops.engine.forge.Mergeability;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/** Merges a pull request as soon as its host, its checks and the gates allow it, and only with the head it was made of. */
final class AutomaticMerge {
    private final Forge forge;
    private final PullRequestText text;
    private final PullRequestPolicy.Method method;
    private final PullRequestGates gates;
    private final Clock clock;

    AutomaticMerge(
            Forge forge, PullRequestText text, PullRequestPolicy.Method method, PullRequestGates gates, Clock clock) {
        this.forge = forge;
        this.text = text;
        this.method = method;
        this.gates = gates;
        this.clock = clock;
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
        MergeGate.Answer gate = gates.stand(pullRequest, head, base);
        if (gate.closed() != null) {
            return new Step.NotYet(gate.closed(), gate.again());
        }
        if (!pullRequest.headCommit().equals(head)) {
            return notYet("The host has not seen commit " + head + " yet");
        }
        Mergeability mergeability = pullRequest.mergeability();
        boolean untold = mergeability.answer() == Mergeability.Answer.UNKNOWN && !forge.has(Forge.Feature.MERGEABILITY);
        if (mergeability.answer() != Mergeability.Answer.MERGEABLE && !untold) {
            return notYet(mergeability.why());
        }
        for (CommitStatus status : forge.statuses(head)) {
            if (status.state() != CommitStatus.State.SUCCESS
                    && status.state() != CommitStatus.State.TOLERATED
                    && !gates.statuses().isGate(status.name())) {
                return notYet("Check " + status.name() + " is "
                        + status.state().name().toLowerCase(Locale.ROOT));
            }
        }
        MergeGate.Answer now = gates.beforeMerge(pullRequest, head, base);
        if (now.closed() != null) {
            return new Step.NotYet(now.closed(), now.again());
        }
        return step(forge.merge(
                pullRequest.number(), text.order(method, pullRequest, head, base, now.evaluation(), clock.instant())));
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
