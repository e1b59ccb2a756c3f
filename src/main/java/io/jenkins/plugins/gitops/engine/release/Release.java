package io.jenkins.plugins.gitops.engine.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What lies between the last version of an application and a commit that is to become the next.
 *
 * @param previous the last version's tag; null before the first
 * @param commits those in between that changed the application, the newest first
 * @param arrivals the environments that promotions in between were for
 */
public record Release(@CheckForNull TagInfo previous, List<CommitInfo> commits, List<Arrival> arrivals) {
    /** More than anybody reads, and few enough to keep in memory. */
    private static final int MOST_COMMITS = 5_000;

    public Release {
        commits = List.copyOf(commits);
        arrivals = List.copyOf(arrivals);
    }

    /**
     * Reads it from the mirror; the server is asked nothing.
     *
     * @param application its name
     * @param folders the application's in a repository of several; none: the whole repository is one application
     * @param previous the last version's tag; null for the first release
     */
    public static Release between(
            Mirror mirror, String application, Set<String> folders, @CheckForNull TagInfo previous, String commit)
            throws IOException {
        String from = previous == null ? null : previous.commit();
        return new Release(
                previous,
                mirror.log(from, commit, folders, MOST_COMMITS),
                Arrivals.between(mirror, application, from, commit));
    }

    /** The notes of it under the name of its tag. */
    public ReleaseNotes notes(String tag) {
        return notes(tag, arrivals);
    }

    /** The same, with the environments it reached since ({@link Arrivals}). */
    public ReleaseNotes notes(String tag, List<Arrival> reached) {
        return ReleaseNotes.of(previous == null ? null : previous.name(), tag, commits, reached);
    }
}
