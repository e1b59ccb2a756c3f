package io.jenkins.plugins.gitops.engine.forge;

import java.util.Optional;

/**
 * A pull request as its host showed it at one moment.
 *
 * @param number what the host calls it by, within the repository
 * @param url its page
 * @param title its title
 * @param body its text; empty where there is none
 * @param head the branch that is to be merged, without {@code refs/heads/}
 * @param base the branch it is to be merged into
 * @param headCommit the full id of the commit at the head
 * @param state open, merged or closed
 * @param mergeCommit what the merge put on the base: a merge commit, a squashed one, or the last of a rebase; empty
 *     unless merged, or where the host does not tell
 * @param mergeability whether it could be merged now
 */
public record PullRequest(
        long number,
        String url,
        String title,
        String body,
        String head,
        String base,
        String headCommit,
        State state,
        Optional<String> mergeCommit,
        Mergeability mergeability) {

    /** Where a pull request stands. */
    public enum State {
        /** It may still be merged. */
        OPEN,
        /** Its change is in the base. */
        MERGED,
        /** It was closed and not merged. */
        CLOSED
    }

    PullRequest with(Mergeability known) {
        return new PullRequest(number, url, title, body, head, base, headCommit, state, mergeCommit, known);
    }
}
