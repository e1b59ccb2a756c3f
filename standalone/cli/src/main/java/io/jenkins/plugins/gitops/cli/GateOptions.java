package io.jenkins.plugins.gitops.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether gates are waited for, the clusters that some of them ask, and what is handed in for others. */
final class GateOptions {
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Mixin
    private ClusterOptions clusters;

    @Mixin
    private EvidenceOptions evidence;

    @Option(names = "--wait-for-gates", description = "Wait until every gate is open, and promote then.")
    private boolean waitForGates;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long gates are waited for, such as 10m or 2d (default: 1h).")
    private Duration timeout;

    /** @throws BadInput where the options do not go together */
    void check(boolean environment, boolean dryRun) {
        if (waitForGates && (!environment || dryRun)) {
            throw new BadInput("--wait-for-gates goes with --application, and not with --dry-run");
        }
        if (timeout != null && !waitForGates) {
            throw new BadInput("--timeout goes with --wait-for-gates");
        }
        evidence.check(environment);
    }

    /** @throws BadInput where gates are waited for: a pull request waits for its merge */
    void checkPullRequest() {
        if (waitForGates) {
            throw new BadInput("--wait-for-gates is not for a pull request, whose gates are asked while it is open:"
                    + " --wait-for-merge waits for it");
        }
    }

    /** How long gates are waited for; nothing where they are not. */
    Duration patience() {
        return waitForGates ? timeout == null ? PATIENCE : timeout : Duration.ZERO;
    }

    ClusterOptions clusters() {
        return clusters;
    }

    EvidenceOptions evidence() {
        return evidence;
    }
}
