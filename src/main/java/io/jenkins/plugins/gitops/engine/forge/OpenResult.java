package io.jenkins.plugins.gitops.engine.forge;

/** What came of opening a pull request. */
public sealed interface OpenResult {

    /**
     * There is one now that was not there before.
     *
     * @param pullRequest the new one
     */
    record Opened(PullRequest pullRequest) implements OpenResult {}

    /**
     * One was open already for this head and base; it was left as it is.
     *
     * @param pullRequest the one that is open
     */
    record Existing(PullRequest pullRequest) implements OpenResult {}

    /** The head has no commit that the base lacks, so none was opened. */
    record NothingToChange() implements OpenResult {}
}
