package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import io.jenkins.plugins.gitops.engine.promotion.WaitVerdict;

/** What the process ends with. */
final class ExitStatus {
    /** Yes, done, or nothing to do. */
    static final int YES = 0;
    /** The answer is no. */
    static final int NO = 1;
    /** Bad usage or bad input. */
    static final int BAD_INPUT = 2;
    /** Could not tell: unreachable or unreadable. */
    static final int UNKNOWN = 3;

    private ExitStatus() {}

    static int of(PromotionVerdict verdict) {
        return switch (verdict) {
            case PROMOTED, UNCHANGED -> YES;
            case SUPERSEDED, GATED, CONFLICT -> NO;
        };
    }

    static int of(Verdict verdict) {
        return switch (verdict) {
            case SYNCED -> YES;
            case OUT_OF_SYNC -> NO;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static int of(WaitVerdict verdict) {
        return switch (verdict) {
            case LIVE, INCLUDED_IN_NEWER -> YES;
            case SUPERSEDED, DEGRADED, BLOCKED, TIMED_OUT -> NO;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
