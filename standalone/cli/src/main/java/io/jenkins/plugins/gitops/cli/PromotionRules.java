package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.util.UUID;
import picocli.CommandLine.Option;

/** By what rules a promotion into an environment is made, and what comes later. */
final class PromotionRules {
    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "A number or semantic version; one that is lower than what is there is SUPERSEDED.")
    private String order;

    @Option(
            names = "--force",
            description = "Promote against the order, a hold or a quarantine; needs --reason. Gates stay closed.")
    private boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason;

    /** @throws BadInput where the options do not go together */
    void check(boolean environment) {
        if (force != (reason != null)) {
            throw new BadInput("--force and --reason go together");
        }
        if (!environment && (force || order != null)) {
            throw new BadInput("--order, --force and --reason go with --application");
        }
    }

    Requester requester(@CheckForNull String message, Person author) {
        Order parsed = order == null
                ? null
                : Order.parse(order)
                        .orElseThrow(() -> new BadInput(
                                "--order is a whole number or a semantic version such as 1.10.0, got " + order));
        try {
            return new Requester(UUID.randomUUID().toString(), message, null, author.name(), parsed, reason, author);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
