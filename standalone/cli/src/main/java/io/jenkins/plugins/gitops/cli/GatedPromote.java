package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.promotion.GatedPromotion;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A promotion into an environment by the command: its gates are asked, and asked again where they are waited for. */
final class GatedPromote implements AutoCloseable {
    /** Where no gate knows when it opens. */
    private static final Duration POLL = Duration.ofSeconds(15);

    private final EnvironmentVersion version;
    private final Duration patience;
    private final Map<String, String> variables;
    private final Progress progress;
    private final Clock clock = Clock.systemUTC();
    private final Promoter promoter = Promoter.onOwnThreads(clock);
    private final CommandSources sources;

    GatedPromote(EnvironmentVersion version, GateOptions options, Map<String, String> variables, Progress progress) {
        this.version = version;
        this.patience = options.patience();
        this.variables = variables;
        this.progress = progress;
        this.sources = new CommandSources(version.config(), options.clusters(), variables);
    }

    /**
     * What became of it.
     *
     * @param trouble why what the gates said could not be kept; empty where it was
     */
    record Ended(PromotionRequest request, PromotionResult result, String trouble) {}

    Ended run(boolean dryRun) throws IOException, InterruptedException {
        Instant until = clock.instant().plus(patience);
        PromotionRequest request = version.plan(null);
        while (true) {
            PromotionRequest asked = dryRun ? request.asDryRun() : request;
            PromotionResult result = GatedPromotion.promote(promoter, gates(), asked, progress.ofPromotion());
            Evaluation evaluation = result.gates();
            if (!result.isHeldByGates() || evaluation == null) {
                return ended(asked, result);
            }
            Instant again = evaluation.again(POLL).orElseThrow();
            if (again.isAfter(until)) {
                return ended(asked, result);
            }
            progress.now("Waiting for gates: " + evaluation.summary());
            TimeUnit.MILLISECONDS.sleep(Duration.between(clock.instant(), again).toMillis() + 1);
            // what is declared may change meanwhile, what is promoted does not
            request = version.plan(request.carried().orElse(null));
        }
    }

    private Ended ended(PromotionRequest request, PromotionResult result) {
        String trouble = new VerdictNote(variables).record(version.config().mirror(), request, result);
        return new Ended(request, result, trouble);
    }

    private PromotionGates gates() {
        return new PromotionGates(
                version.config(),
                sources.renderer(),
                sources.all(),
                List.of(version.requester().author().name()),
                clock,
                CommandSources.THREADS);
    }

    @Override
    public void close() {
        promoter.close();
        sources.close();
    }
}
