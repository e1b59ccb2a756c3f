package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Where the commit that is waited for stands against the tip of its environment. Asks the server now and then only. */
final class Whereabouts {
    /** How often the server is asked for the tip: a wait has nothing else to ask Git. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How the commit stands to the tip. */
    enum Relation {
        /** It is the tip. */
        TIP,
        /** Another commit is the tip, and making the edit again on it changes nothing. */
        INCLUDED,
        /** Another commit took its place, or the branch was moved away from it. */
        REPLACED,
        /** It has not come to the branch yet: its pull request is open. */
        NOT_YET
    }

    private final EnvironmentSource source;
    private final String commit;
    private final Clock clock;

    private Instant asked = Instant.MIN;
    private boolean arrived;

    @CheckForNull
    private String tip;

    @CheckForNull
    private CommitEdit edit;

    private Relation relation = Relation.NOT_YET;

    Whereabouts(EnvironmentSource source, String commit, Clock clock) {
        this.source = source;
        this.commit = commit;
        this.clock = clock;
    }

    /** Asks for the tip where the last answer is older than {@link #INTERVAL}. */
    void refresh() throws IOException {
        Instant now = clock.instant();
        if (asked.isAfter(now.minus(INTERVAL))) {
            return;
        }
        String fresh = source.tip();
        asked = now;
        if (!fresh.equals(tip)) {
            relation = relate(fresh);
            tip = fresh;
        }
    }

    /** The tip as last seen; null before it was. */
    @CheckForNull
    String tip() {
        return tip;
    }

    Relation relation() {
        return relation;
    }

    Instant next() {
        return asked.equals(Instant.MIN) ? clock.instant() : asked.plus(INTERVAL);
    }

    private Relation relate(String fresh) throws IOException {
        if (fresh.equals(commit)) {
            arrived = true;
            return Relation.TIP;
        }
        if (edit().changesNothing(source.tree(fresh))) {
            arrived = true;
            return Relation.INCLUDED;
        }
        if (arrived || source.isAncestor(commit, fresh)) {
            return Relation.REPLACED;
        }
        return Relation.NOT_YET;
    }

    private CommitEdit edit() throws IOException {
        if (edit == null) {
            edit = CommitEdit.between(source.parentTree(commit), source.tree(commit), source.folder());
        }
        return edit;
    }
}
