package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes promotions into branches: applies the edit to the tip, commits, and pushes by compare-and-swap. Whoever loses
 * the race applies the edit again to the new tip. What a server says about a failure decides nothing: where the branch
 * stands does, and whether the promotion's id is in its history. One instance serves a process.
 */
public final class Promoter {
    private static final Logger LOGGER = Logger.getLogger(Promoter.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Clock clock;
    private final BranchTurns turns = new BranchTurns();

    public Promoter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Promotes, or finds that there is nothing to do, or that it cannot be.
     *
     * @throws GitException where the server cannot be reached in time, refuses the credentials, or knows no such branch
     * @throws IOException where the edit does not fit the tree
     * @throws InterruptedException where the thread was interrupted between two attempts
     */
    public PromotionResult promote(Mirror mirror, PromotionRequest request, PromotionListener listener)
            throws IOException, InterruptedException {
        if (request.dryRun()) {
            return PromotionAttempt.dryRun(mirror, request);
        }
        PromotionAttempt attempt = new PromotionAttempt(mirror, request, listener, clock);
        Instant deadline = clock.instant().plus(request.timeout());
        while (true) {
            Optional<PromotionResult> result = once(attempt, mirror, request, deadline);
            if (result.isPresent()) {
                return result.get();
            }
            Duration pause = pause(attempt.attempts());
            if (clock.instant().plus(pause).isAfter(deadline)) {
                return attempt.giveUp();
            }
            LOGGER.log(Level.FINE, "Promoting {0} again: {1}", new Object[] {request.id(), attempt.obstacle()});
            listener.again(attempt.attempts(), attempt.obstacle());
            Thread.sleep(pause.toMillis());
        }
    }

    private Optional<PromotionResult> once(
            PromotionAttempt attempt, Mirror mirror, PromotionRequest request, Instant deadline)
            throws IOException, InterruptedException {
        Duration left = Duration.between(clock.instant(), deadline);
        try (BranchTurns.Turn turn = turns.take(mirror.url() + " " + request.branch(), left)) {
            return turn.taken() ? attempt.run() : Optional.of(attempt.giveUp());
        }
    }

    private static Duration pause(int attempts) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(attempts, 10));
        return Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(most));
    }

    /**
     * The commit of a promotion on a branch, however it came there; empty where the branch does not hold it.
     *
     * @param recordedParent the parent its first attempt was made on; null to search the branch's recent history
     */
    public static Optional<CommitInfo> find(
            Mirror mirror, String branch, String promotionId, @CheckForNull String recordedParent) throws IOException {
        Optional<String> tip = mirror.resolve("refs/heads/" + branch);
        if (tip.isEmpty()) {
            throw new GitException(Reason.NOT_FOUND, mirror.url() + " has no branch \"" + branch + "\"");
        }
        return PromotionAttempt.find(mirror, promotionId, recordedParent, tip.get());
    }
}
