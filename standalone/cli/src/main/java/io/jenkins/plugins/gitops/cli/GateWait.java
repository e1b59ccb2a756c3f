package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Promotes again whenever the gates that held a promotion up may be open.
 *
 * @param patience how long; nothing where they are not waited for
 */
record GateWait(Duration patience, Progress progress) {
    /** Where no gate knows when it opens. */
    private static final Duration POLL = Duration.ofSeconds(15);

    /** Asks the gates and promotes, by what is declared at the time. */
    @FunctionalInterface
    interface Attempt {
        PromotionResult promote() throws IOException, InterruptedException;
    }

    PromotionResult run(Attempt attempt) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        Instant until = clock.instant().plus(patience);
        while (true) {
            PromotionResult result = attempt.promote();
            Evaluation evaluation = result.gates();
            if (!result.isHeldByGates() || evaluation == null) {
                return result;
            }
            Instant now = clock.instant();
            if (!now.isBefore(until) || opensAfter(until, evaluation)) {
                return result;
            }
            Instant next = evaluation.again(POLL).orElseThrow();
            Instant again = next.isBefore(until) ? next : until;
            progress.now("Waiting for gates: " + evaluation.summary());
            TimeUnit.MILLISECONDS.sleep(Duration.between(now, again).toMillis() + 1);
        }
    }

    /** Whether a gate knows that it cannot open in time. */
    private static boolean opensAfter(Instant until, Evaluation evaluation) {
        return evaluation.holding().stream()
                .flatMap(gate -> gate.opensAt().stream())
                .anyMatch(time -> time.isAfter(until));
    }
}
