package io.jenkins.plugins.gitops.engine.promotion;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Sees a promotion by pull request through on the calling thread, for the command, which has nothing else to do. */
public final class PullRequestLoop {
    private PullRequestLoop() {}

    /**
     * Looks until it is over.
     *
     * @param transitions told what is waited for, whenever that changes
     */
    public static PullRequestResult run(PullRequestPromotion promotion, Clock clock, Consumer<String> transitions)
            throws IOException, InterruptedException {
        String status = "";
        while (true) {
            PullRequestLook look = promotion.look();
            if (look instanceof PullRequestLook.Done done) {
                return done.result();
            }
            PullRequestLook.Again again = (PullRequestLook.Again) look;
            if (!again.status().equals(status)) {
                status = again.status();
                transitions.accept(status);
            }
            Thread.sleep(
                    Math.max(0, Duration.between(clock.instant(), again.at()).toMillis()));
        }
    }
}
