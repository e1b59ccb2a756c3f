package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.GatedTag;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromoter;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** A promotion by tag by the command, whose gates are asked and may be waited for. */
final class GatedTagPromote {
    private final Plan plan;
    private final boolean dryRun;

    @CheckForNull
    private TagPromotionRequest request;

    /** Makes the request, by what is declared at the time. */
    @FunctionalInterface
    interface Plan {
        /** @param pinned the commit that an earlier one was about; null for the first */
        TagPromotionRequest of(@CheckForNull String pinned) throws IOException;
    }

    GatedTagPromote(Plan plan, boolean dryRun) {
        this.plan = plan;
        this.dryRun = dryRun;
    }

    /**
     * What became of it.
     *
     * @param trouble why what the gates said could not be kept; empty where it was
     */
    record Ended(TagPromotionRequest request, PromotionResult result, String trouble) {}

    Ended run(
            ConfigRepository config,
            Person author,
            GateOptions options,
            Map<String, String> variables,
            Progress progress)
            throws IOException, InterruptedException {
        try (CommandSources sources = new CommandSources(config, options, variables);
                TagPromoter promoter = TagPromoter.onOwnThreads(Clock.systemUTC())) {
            PromotionGates gates = sources.gates(author);
            PromotionResult result = new GateWait(options.patience(), progress)
                    .run(() -> GatedTag.promote(promoter, gates, next(), progress.ofPromotion()));
            String trouble = new VerdictNote(variables).record(config.mirror(), request, result);
            return new Ended(request, result, trouble);
        }
    }

    private TagPromotionRequest next() throws IOException {
        TagPromotionRequest planned =
                plan.of(request == null ? null : request.carried().orElse(null));
        request = dryRun ? planned.asDryRun() : planned;
        return request;
    }
}
