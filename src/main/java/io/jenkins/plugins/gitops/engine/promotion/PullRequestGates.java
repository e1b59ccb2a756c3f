package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The gates of a promotion by pull request, as they stand against its base: asked when they may stand otherwise, and
 * shown at the head each time.
 */
final class PullRequestGates {
    /** How often open ones are asked whether they still are, for people who merge. */
    private static final Duration STILL_OPEN = Duration.ofMinutes(1);

    private final MergeGate gate;
    private final GateStatuses statuses;
    private final PullRequestReport report;
    private final Clock clock;

    private MergeGate.Answer last = MergeGate.Answer.NOTHING;
    private String about = "";
    private Instant due = Instant.MIN;
    private boolean fresh;

    PullRequestGates(MergeGate gate, GateStatuses statuses, PullRequestReport report, Clock clock) {
        this.gate = gate;
        this.statuses = statuses;
        this.report = report;
        this.clock = clock;
    }

    /**
     * How they stand, asked where they may stand otherwise than before.
     *
     * @param head the commit that would be merged
     * @param base the commit it would be merged onto
     */
    MergeGate.Answer stand(PullRequest pullRequest, String head, String base) throws IOException {
        fresh = !about.equals(head + base) || !clock.instant().isBefore(due);
        return fresh ? ask(pullRequest, head, base) : shown(pullRequest, head);
    }

    /** The same right before the merge: asked in this look, or now. */
    MergeGate.Answer beforeMerge(PullRequest pullRequest, String head, String base) throws IOException {
        return fresh ? last : ask(pullRequest, head, base);
    }

    private MergeGate.Answer ask(PullRequest pullRequest, String head, String base) throws IOException {
        last = gate.ask(pullRequest, base);
        about = head + base;
        Instant now = clock.instant();
        Instant again = last.again();
        due = again != null ? again : last.closed() == null ? now.plus(STILL_OPEN) : now;
        report.gates(last.evaluation());
        return shown(pullRequest, head);
    }

    /** What could not be written before may be now. */
    private MergeGate.Answer shown(PullRequest pullRequest, String head) {
        Evaluation evaluation = last.evaluation();
        if (evaluation != null) {
            statuses.write(pullRequest, head, evaluation.results());
        } else if (last.closed() == null) {
            statuses.write(pullRequest, head, List.of());
        }
        return last;
    }

    GateStatuses statuses() {
        return statuses;
    }
}
