package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A promotion under way. */
final class PromoteExecution extends GitOpsExecution<GitOpsPromoteStep> {
    private static final long serialVersionUID = 1L;

    private final StepPushes pushes = new StepPushes(this);

    PromoteExecution(GitOpsPromoteStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void begin() {
        inBackground(this::promote);
    }

    private void promote() throws IOException, InterruptedException {
        Run<?, ?> build = build();
        ConfigRepository repository =
                Connections.get().repository(step().getRepository(), build, step().getCredentialsId(), listener());
        PromotionRequest request = new PromotionPlan(step(), build, node()).request(repository);
        pushes.submit(repository.mirror(), request)
                .whenComplete((result, failure) ->
                        attempt(() -> finish(build, repository.mirror(), request, result, failure)));
    }

    @Override
    void release() {
        pushes.cancel();
    }

    private void finish(
            Run<?, ?> build,
            Mirror mirror,
            PromotionRequest request,
            @CheckForNull PromotionResult result,
            @CheckForNull Throwable failure)
            throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        PromotionResult promoted = PromotionOutcome.of(result, failure);
        PromotionOutcome.tell(promoted, listener().getLogger());
        if (!PromotionOutcome.isThere(promoted)) {
            throw new AbortException(promoted.verdict() + ": " + promoted.reason());
        }
        String revision = promoted.revision(mirror, request);
        if (revision != null) {
            PromotedCommits.remember(build, step(), revision);
        }
        succeed(StepResults.of(promoted));
    }

    @Override
    public String getStatus() {
        return pushes.isPushing() ? "pushing to " + step().getRepository() : "promoting into " + step().getRepository();
    }

    @Override
    public boolean blocksRestart() {
        return pushes.isPushing();
    }
}
