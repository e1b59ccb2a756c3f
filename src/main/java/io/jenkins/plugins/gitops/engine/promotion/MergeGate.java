package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import java.io.IOException;
import java.time.Instant;

/** Asked while a pull request is open, and right before it is merged by itself each time anew. */
@FunctionalInterface
public interface MergeGate {
    /** Lets everything through. */
    MergeGate OPEN = (pullRequest, base) -> Answer.NOTHING;

    /** Plans a promotion by what is declared at the time. */
    @FunctionalInterface
    interface Planned {
        PromotionRequest now() throws IOException;
    }

    /** The gates that a promotion's environment declares whenever they are asked: a freeze may come later. */
    static MergeGate of(PromotionGates gates, Planned promotion) {
        return (pullRequest, base) -> {
            PromotionRequest request = promotion.now();
            return request.hasGates() ? gates.answer(request) : Answer.NOTHING;
        };
    }

    /**
     * What is said of merging now.
     *
     * @param closed what is against it, as a sentence; null where nothing is
     * @param again when asking again is worth it; null where nobody knows
     * @param evaluation how the gates stand; null where they were not asked
     */
    record Answer(
            @CheckForNull String closed,
            @CheckForNull Instant again,
            @CheckForNull Evaluation evaluation) {
        /** There are no gates. */
        public static final Answer NOTHING = new Answer(null, null, null);
    }

    /**
     * What is for or against merging now. Returns soon.
     *
     * @param pullRequest with its head as it would be merged
     * @param base the commit it would be merged onto
     * @throws IOException where it cannot be told, which never is leave to merge
     */
    Answer ask(PullRequest pullRequest, String base) throws IOException;
}
