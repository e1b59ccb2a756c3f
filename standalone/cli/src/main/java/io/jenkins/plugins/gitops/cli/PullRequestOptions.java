package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PullRequestPlan;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Whether a promotion is made as a pull request, and waited for. */
final class PullRequestOptions {
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Option(
            names = "--pull-request",
            negatable = true,
            description = "Promote by a pull request, or not (default: as gitops.yaml says).")
    private Boolean pullRequest;

    @Option(
            names = "--wait-for-merge",
            arity = "0..1",
            fallbackValue = "1h",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Wait until the pull request is merged, at most so long (an hour where none is given).")
    private Duration patience;

    /** @throws BadInput where the options do not go together */
    void check(boolean version) {
        if (!version && isAsked()) {
            throw new BadInput("--pull-request and --wait-for-merge go with --application and --image or --from");
        }
        if (Boolean.FALSE.equals(pullRequest) && patience != null) {
            throw new BadInput("--wait-for-merge does not go with --no-pull-request");
        }
    }

    /** Whether one is asked for here, whatever {@code gitops.yaml} says. */
    boolean isAsked() {
        return Boolean.TRUE.equals(pullRequest) || patience != null;
    }

    boolean isWanted(EnvironmentVersion version) throws IOException {
        if (pullRequest != null || patience != null) {
            return isAsked();
        }
        return version.promotion().pullRequest().isOpened();
    }

    /** The plan to make it as one. */
    PullRequestPlan plan(EnvironmentVersion version, PromotionRequest request, Renderer renderer) throws IOException {
        Duration most = patience == null ? PATIENCE : patience;
        Instant deadline = Clock.systemUTC().instant().plus(most);
        return version.promotion().byPullRequest(request, renderer, patience != null, deadline);
    }
}
