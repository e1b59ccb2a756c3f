package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When a pull request is looked at again: soon after something happened, and ever less often while nothing does. */
final class LookPace {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_SHARE = Duration.ofSeconds(30);
    /** Of the time that is left. */
    private static final int SHARE = 4;
    /** A pause is this part of the time in which nothing has happened. */
    private static final int PART = 10;

    private final Clock clock;
    private final Instant limit;
    private Instant moved;

    LookPace(PullRequestPlan plan, Clock clock) {
        this.clock = clock;
        this.moved = clock.instant();
        Instant deadline = plan.deadline();
        this.limit = plan.waits()
                ? deadline == null ? Instant.MAX : deadline
                : moved.plus(plan.promotion().timeout());
    }

    /** Something happened. */
    void moved() {
        moved = clock.instant();
    }

    boolean isOver() {
        return !clock.instant().isBefore(limit);
    }

    /** Until when something may take that can be left out. */
    Instant share() {
        Instant now = clock.instant();
        Duration part = Duration.between(now, limit).dividedBy(SHARE);
        return now.plus(part.compareTo(LONGEST_SHARE) < 0 ? part : LONGEST_SHARE);
    }

    PullRequestLook.Again now(String status) {
        return new PullRequestLook.Again(clock.instant(), status);
    }

    /** @param latest when to look at the latest; null: as seldom as nothing happens */
    PullRequestLook.Again againBy(@CheckForNull Instant latest, String status) {
        PullRequestLook.Again usual = again(null, status);
        return latest != null && latest.isAfter(clock.instant()) && latest.isBefore(usual.at())
                ? new PullRequestLook.Again(latest, status)
                : usual;
    }

    /** @param at when somebody else says so; null where nobody does */
    PullRequestLook.Again again(@CheckForNull Instant at, String status) {
        Instant now = clock.instant();
        long idle = Duration.between(moved, now).toMillis() / PART;
        long pause = Math.max(SHORTEST.toMillis(), Math.min(LONGEST.toMillis(), idle));
        Instant next = at != null && at.isAfter(now)
                ? at
                : now.plusMillis(pause - ThreadLocalRandom.current().nextLong(pause / 4));
        return new PullRequestLook.Again(next.isAfter(limit) ? limit : next, status);
    }
}
