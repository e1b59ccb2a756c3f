package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.GitException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Where the commit that is waited for stands against the tip of its environment. Asks the server now and then only. */
final class Whereabouts {
    /** How often the server is asked for the tip: a wait has nothing else to ask Git. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

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

    private Instant next = Instant.MIN;
    private int failures;
    private boolean arrived;

    @CheckForNull
    private String silence;

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

    /**
     * Asks for the tip where the last answer is older than {@link #INTERVAL}. What fails is asked again later, and
     * {@link #silence} until it is answered.
     *
     * @throws GitException where the credentials are refused
     */
    void refresh() throws GitException {
        if (clock.instant().isBefore(next)) {
            return;
        }
        try {
            String fresh = source.tip();
            if (!fresh.equals(tip)) {
                relation = relate(fresh);
                tip = fresh;
            }
            failures = 0;
            silence = null;
            next = clock.instant().plus(INTERVAL);
        } catch (IOException e) {
            if (e instanceof GitException git && git.reason() == GitException.Reason.UNAUTHORIZED) {
                throw git;
            }
            silence = e.getMessage();
            next = clock.instant().plus(pause(failures++));
        }
    }

    private static Duration pause(int failures) {
        long most = Math.min(INTERVAL.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
    }

    /** Why the last question was not answered; empty where it was. */
    Optional<String> silence() {
        return Optional.ofNullable(silence);
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
        return next.equals(Instant.MIN) ? clock.instant() : next;
    }

    private Relation relate(String fresh) throws IOException {
        if (fresh.equals(commit)) {
            arrived = true;
            return Relation.TIP;
        }
        boolean included =
                edit().isEmpty() ? source.isAncestor(commit, fresh) : edit().changesNothing(source.tree(fresh));
        if (included) {
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
