package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.MergeGate;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestListener;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestLoop;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestPlan;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestPromotion;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestResult;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestTrace;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A promotion by pull request as the command makes it. */
final class PullRequestPromote {
    private final EnvironmentVersion version;
    private final GateOptions gates;
    private final Map<String, String> variables;
    private final Output out;
    private final Clock clock = Clock.systemUTC();

    PullRequestPromote(EnvironmentVersion version, GateOptions gates, Map<String, String> variables, Output out) {
        this.version = version;
        this.gates = gates;
        this.variables = variables;
        this.out = out;
    }

    int run(PullRequestOptions options) throws IOException, InterruptedException {
        Mirror mirror = version.config().mirror();
        PromotionRequest request = version.plan(Map.of());
        PullRequestPlan plan = options.plan(version, request, RenderCommand.renderer(variables));
        PullRequestResult result;
        try (Progress progress = out.progress("Promoting into " + mirror.url());
                CommandSources sources = new CommandSources(version.config(), gates, variables)) {
            PullRequestPromotion promotion = new PullRequestPromotion(
                    mirror,
                    sources.forge(),
                    plan,
                    MergeGate.of(sources.gates(version.requester().author()), () -> version.plan(request.carried())),
                    PullRequestTrace.NONE,
                    PullRequestListener.NONE,
                    clock);
            result = PullRequestLoop.run(promotion, clock, progress::now);
        }
        AuditLogVariable.promotions(variables).tell(plan.promotion(), result.promotion());
        String trouble = new VerdictNote(variables).record(mirror, request, result.promotion());
        if (!trouble.isEmpty()) {
            out.note("gitops: " + trouble);
        }
        tell(result);
        PromotionVerdict verdict = result.promotion().verdict();
        return result.isProposed() && !plan.waits() ? ExitStatus.YES : ExitStatus.of(verdict);
    }

    private void tell(PullRequestResult result) {
        if (!out.isJson()) {
            Answers.tell(result.promotion(), out);
            return;
        }
        Map<String, Object> answer = Answers.promotion(result.promotion());
        PullRequest pullRequest = result.pullRequest();
        if (pullRequest != null) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("number", pullRequest.number());
            shown.put("url", pullRequest.url());
            shown.put("state", pullRequest.state().name().toLowerCase(Locale.ROOT));
            answer.put("pullRequest", shown);
        }
        out.document(answer);
    }
}
