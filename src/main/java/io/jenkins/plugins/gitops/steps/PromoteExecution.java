package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A promotion under way. Before its first push it keeps the parent it stands on; after a restart the promotion is looked
 * for from there, and only made again where it had not arrived.
 */
final class PromoteExecution extends GitOpsExecution<GitOpsPromoteStep> {
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private volatile String parent;

    /** The branch of that; what {@code gitops.yaml} says may change while Jenkins is down. */
    @CheckForNull
    private volatile String branch;

    private transient volatile boolean pushing;

    @CheckForNull
    private transient volatile CompletableFuture<PromotionResult> queued;

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
        PromotionRequest planned = new PromotionPlan(step(), build, node()).request(repository);
        String kept = branch;
        PromotionRequest request =
                kept == null ? planned : planned.withBranch(kept).withRecordedParent(parent);
        if (parent != null) {
            say("Jenkins was restarted; looking whether the promotion had arrived");
        }
        CompletableFuture<PromotionResult> promotion =
                Connections.get().promoter().submit(repository.mirror(), request, new Listener(request.branch()));
        queued = promotion;
        if (hasEnded()) {
            release(); // of what was queued since
        }
        promotion.whenComplete((result, failure) -> {
            pushing = false;
            attempt(() -> finish(build, repository.mirror(), request, result, failure));
        });
    }

    /** A promotion whose push has not begun is not made any more. */
    @Override
    void release() {
        CompletableFuture<PromotionResult> promotion = queued;
        if (promotion != null) {
            promotion.cancel(false);
        }
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
        if (result == null) {
            if (failure instanceof IOException told) {
                throw told;
            }
            throw new IllegalStateException(failure);
        }
        say(result.verdict() + " on " + result.branch() + " of " + link(result.repository()) + ": " + result.reason());
        result.files().forEach(this::sayFile);
        boolean there = result.verdict() == PromotionVerdict.PROMOTED || result.verdict() == PromotionVerdict.UNCHANGED;
        if (!there) {
            throw new AbortException(result.verdict() + ": " + result.reason());
        }
        String revision = result.revision(mirror, request);
        if (revision != null) {
            PromotedCommits.remember(build, step(), revision);
        }
        succeed(StepResults.of(result));
    }

    private void sayFile(String file) {
        try {
            say("  " + file);
        } catch (IOException | InterruptedException logIsGone) {
            throw new IllegalStateException(logIsGone);
        }
    }

    @Override
    public String getStatus() {
        return pushing ? "pushing to " + step().getRepository() : "promoting into " + step().getRepository();
    }

    @Override
    public boolean blocksRestart() {
        return pushing;
    }

    private final class Listener implements PromotionListener {
        private final String onto;

        Listener(String onto) {
            this.onto = onto;
        }

        @Override
        public void pushing(String onTopOf) throws IOException {
            if (hasEnded()) {
                throw new AbortException("The step was stopped before anything was pushed");
            }
            parent = onTopOf;
            branch = onto;
            try {
                save();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted before the push", interrupted);
            }
            pushing = true;
        }

        @Override
        public void again(int attempts, String reason) {
            sayFile("Trying again after attempt " + attempts + ": " + reason);
        }
    }
}
