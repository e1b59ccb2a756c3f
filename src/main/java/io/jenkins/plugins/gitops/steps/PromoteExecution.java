package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.util.Optional;
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
        Mirror mirror = repository.mirror();
        PromotionPlan plan = new PromotionPlan(step(), build, node());
        Optional<TagPromotionRequest> tag = plan.byTag(repository);
        if (tag.isPresent()) {
            pushes.submit(mirror, tag.get())
                    .whenComplete((result, failure) ->
                            attempt(() -> finish(build, PromotionResult::tagged, result, failure)));
            return;
        }
        PromotionRequest request = plan.request(repository);
        pushes.submit(mirror, request)
                .whenComplete((result, failure) ->
                        attempt(() -> finish(build, made -> made.revision(mirror, request), result, failure)));
    }

    /** The commit that a later wait of the build waits for. */
    @FunctionalInterface
    private interface Revision {
        @CheckForNull
        String of(PromotionResult made) throws IOException;
    }

    @Override
    void release() {
        pushes.cancel();
    }

    private void finish(
            Run<?, ?> build, Revision wanted, @CheckForNull PromotionResult result, @CheckForNull Throwable failure)
            throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        PromotionResult promoted = PromotionOutcome.of(result, failure);
        PromotionOutcome.tell(promoted, listener().getLogger());
        if (!PromotionOutcome.isThere(promoted)) {
            throw new AbortException(promoted.verdict() + ": " + promoted.reason());
        }
        String revision = wanted.of(promoted);
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
