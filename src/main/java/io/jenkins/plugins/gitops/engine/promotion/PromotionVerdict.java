package io.jenkins.plugins.gitops.engine.promotion;

/** What became of a promotion. */
public enum PromotionVerdict {
    /** It is on the branch: pushed now, or found there from an attempt whose answer was lost. */
    PROMOTED,
    /** The branch already reads as the promotion wants it. */
    UNCHANGED,
    /** The branch holds something newer. */
    SUPERSEDED,
    /** A gate is closed. */
    GATED,
    /** The branch is gone, was rewritten, or did not let it in. */
    CONFLICT
}
