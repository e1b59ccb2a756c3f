package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.time.Duration;

/**
 * A promotion that is asked for.
 *
 * @param id the same for every attempt at this promotion, whoever makes it, and no other's: for example a build and its
 *     flow node
 * @param branch the branch to write to, without {@code refs/heads/}
 * @param edit what to change
 * @param message of the commit, without trailers
 * @param trailers what the commit says about itself; the id is added
 * @param author who wrote the change, and commits it
 * @param timeout how long to try
 * @param recordedParent the parent that an earlier process handed to {@link PromotionListener#pushing}, after a
 *     restart; null for a promotion that was never tried
 * @param dryRun to show what would be changed, and push nothing
 */
public record PromotionRequest(
        String id,
        String branch,
        TreeEdit edit,
        String message,
        Trailers trailers,
        Person author,
        Duration timeout,
        @CheckForNull String recordedParent,
        boolean dryRun) {
    /** Long enough for a busy branch, short enough for a person. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    public PromotionRequest {
        if (id.isBlank() || !id.equals(Trailers.oneLine(id))) {
            throw new IllegalArgumentException("A promotion's id is one line of text, got \"" + id + "\"");
        }
        if (branch.isBlank() || branch.startsWith("refs/")) {
            throw new IllegalArgumentException("Expected the short name of a branch, got \"" + branch + "\"");
        }
    }

    public PromotionRequest(String id, String branch, TreeEdit edit, String message, Trailers trailers, Person author) {
        this(id, branch, edit, message, trailers, author, TIMEOUT, null, false);
    }

    public PromotionRequest withTimeout(Duration other) {
        return new PromotionRequest(id, branch, edit, message, trailers, author, other, recordedParent, dryRun);
    }

    public PromotionRequest withRecordedParent(@CheckForNull String parent) {
        return new PromotionRequest(id, branch, edit, message, trailers, author, timeout, parent, dryRun);
    }

    public PromotionRequest asDryRun() {
        return new PromotionRequest(id, branch, edit, message, trailers, author, timeout, recordedParent, true);
    }

    String ref() {
        return "refs/heads/" + branch;
    }

    /** What must not overtake each other: the promotions of one application into one environment. */
    String stream() {
        String application = trailers.application();
        return application == null ? id : application + " " + trailers.environment();
    }
}
