package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that was done to an application in an environment, as its commit and the notes tell it. What is not known is
 * empty, and a time null.
 *
 * @param action {@code promotion}, {@code rollback}, {@code hold}, {@code release}, {@code quarantine}, {@code lease}, {@code
 *     end-lease}
 * @param application the application
 * @param environment the environment
 * @param version the version it brought
 * @param commit where it came to the environment first
 * @param promotion its id
 * @param by who asked for it, or wrote the commit
 * @param build the build it came from
 * @param reason why
 * @param forced the rules that were overridden
 * @param from the environment and commit the version was taken from
 * @param gates the gates that were open, each with its reason
 * @param undoes the commit that it undoes
 * @param committed when it was written
 * @param born when the version's own commit was written, where that is in the same repository
 * @param proved when it was proved live first
 * @param degraded when it was found degraded first
 * @param undoneBy the commit that undid it
 * @param undone when that was written
 */
public record Change(
        String action,
        String application,
        String environment,
        String version,
        String commit,
        String promotion,
        String by,
        String build,
        String reason,
        List<String> forced,
        String from,
        String gates,
        String undoes,
        Instant committed,
        @CheckForNull Instant born,
        @CheckForNull Instant proved,
        @CheckForNull Instant degraded,
        String undoneBy,
        @CheckForNull Instant undone) {
    /** What a change is whose commit names no other action. */
    public static final String PROMOTION = "promotion";

    public Change {
        forced = List.copyOf(forced);
    }

    /** Whether it brought a version forward. */
    public boolean isPromotion() {
        return action.equals(PROMOTION);
    }

    /** Whether it is known to have gone wrong: found degraded, or undone. */
    public boolean isFailed() {
        return degraded != null || undone != null;
    }

    /** When it was first known to have come to the cluster, well or not; null where nothing is known of it. */
    @CheckForNull
    Instant deployed() {
        return Stream.of(proved, degraded, undone)
                .filter(time -> time != null)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
