package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.promotion.GatedPromotion;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** A promotion into an environment by the command, whose gates are asked and may be waited for. */
final class GatedPromote {
    private final EnvironmentVersion version;
    private final GateOptions options;
    private final Map<String, String> variables;
    private final Progress progress;

    @CheckForNull
    private PromotionRequest request;

    GatedPromote(EnvironmentVersion version, GateOptions options, Map<String, String> variables, Progress progress) {
        this.version = version;
        this.options = options;
        this.variables = variables;
        this.progress = progress;
    }

    /**
     * What became of it.
     *
     * @param trouble why what the gates said could not be kept; empty where it was
     */
    record Ended(PromotionRequest request, PromotionResult result, String trouble) {}

    Ended run(boolean dryRun) throws IOException, InterruptedException {
        try (CommandSources sources = new CommandSources(version.config(), options, variables);
                Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            PromotionGates gates = sources.gates(version.requester().author());
            PromotionResult result = new GateWait(options.patience(), progress)
                    .run(() -> GatedPromotion.promote(promoter, gates, next(dryRun), progress.ofPromotion()));
            String trouble = new VerdictNote(variables).record(version.config().mirror(), request, result);
            return new Ended(request, result, trouble);
        }
    }

    /** What is declared may change while gates are waited for, what is promoted does not. */
    private PromotionRequest next(boolean dryRun) throws IOException {
        Map<String, String> carried = request == null ? Map.of() : request.carried();
        PromotionRequest planned = version.plan(carried);
        request = dryRun ? planned.asDryRun() : planned;
        return request;
    }
}
