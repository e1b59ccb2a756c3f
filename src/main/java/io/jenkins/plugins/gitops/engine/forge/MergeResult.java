package io.jenkins.plugins.gitops.engine.forge;

import java.util.Optional;

/** What came of a merge. */
public sealed interface MergeResult {

    /**
     * The change is in the base, by this call or before it.
     *
     * @param commit what the merge put on the base; empty where the host does not tell
     */
    record Merged(Optional<String> commit) implements MergeResult {}

    /**
     * The host has begun; reading the pull request later tells the end.
     *
     * @param why in the host's words
     */
    record Started(String why) implements MergeResult {}

    /**
     * Nothing was merged: the head is another commit than was reviewed.
     *
     * @param headCommit the head now
     */
    record HeadMoved(String headCommit) implements MergeResult {}

    /**
     * Nothing was merged: head and base changed the same lines.
     *
     * @param why in the host's words
     */
    record Conflict(String why) implements MergeResult {}

    /**
     * Nothing was merged, and it may become possible without a new commit: checks, approvals, a base that just moved.
     *
     * @param why in the host's words
     */
    record NotYet(String why) implements MergeResult {}

    /**
     * Nothing was merged, and will not be as it was asked for: closed, or a method that the repository does not allow.
     *
     * @param why in the host's words
     */
    record Refused(String why) implements MergeResult {}
}
