package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A change while its history is read, newest commit first, and again where it came another way. */
final class ChangeEntry {
    private final Trailers trailers;
    private final List<String> commits = new ArrayList<>();
    private String by = "";
    private Instant committed = Instant.MAX;

    @CheckForNull
    private Instant born;

    @CheckForNull
    private Instant proved;

    @CheckForNull
    private Instant degraded;

    @CheckForNull
    private ChangeEntry undoneBy;

    ChangeEntry(Trailers trailers) {
        this.trailers = trailers;
    }

    /** A commit it stands in; the first one written is the change's own. */
    void at(CommitInfo commit) {
        at(commit.id(), commit.authorTime(), commit.authorName());
    }

    /** A tag of a commit. */
    void at(String commit, Instant time, String author) {
        if (commits.contains(commit)) {
            return;
        }
        // what comes later here is older
        if (!time.isAfter(committed)) {
            committed = time;
            by = author;
            commits.add(0, commit);
        } else {
            commits.add(commit);
        }
    }

    void born(Instant time) {
        born = time;
    }

    void verdict(NoteRecord record) {
        if (record.isLive()) {
            proved = earlier(proved, record.time());
        } else if (record.isDegraded()) {
            degraded = earlier(degraded, record.time());
        }
    }

    void undoneBy(ChangeEntry other) {
        if (undoneBy == null || other.committed.isBefore(undoneBy.committed)) {
            undoneBy = other;
        }
    }

    List<String> commits() {
        return commits;
    }

    String environment() {
        return value(Trailer.ENVIRONMENT);
    }

    String value(Trailer trailer) {
        return trailers.get(trailer).orElse("");
    }

    Change change() {
        return new Change(
                trailers.get(Trailer.ACTION).orElse(Change.PROMOTION),
                value(Trailer.APPLICATION),
                value(Trailer.ENVIRONMENT),
                value(Trailer.VERSION),
                commits.get(0),
                value(Trailer.PROMOTION_ID),
                trailers.get(Trailer.ACTOR).orElse(by),
                value(Trailer.BUILD),
                value(Trailer.REASON),
                Trailers.list(value(Trailer.FORCED)),
                value(Trailer.FROM),
                value(Trailer.GATES),
                value(Trailer.UNDOES),
                committed,
                born,
                proved,
                degraded,
                undoneBy == null ? "" : undoneBy.commits.get(0),
                undoneBy == null ? null : undoneBy.committed);
    }

    private static Instant earlier(@CheckForNull Instant known, Instant other) {
        return known == null || other.isBefore(known) ? other : known;
    }
}
