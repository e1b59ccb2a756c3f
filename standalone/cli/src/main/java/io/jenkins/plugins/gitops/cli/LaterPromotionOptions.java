package io.jenkins.plugins.gitops.cli;

import picocli.CommandLine.Option;

/** Options of {@code gitops promote} that come later. Accepting them silently would promote past a gate. */
final class LaterPromotionOptions {
    private static final String PART = "promotion";

    @Option(names = "--from", paramLabel = "ENV", hidden = true)
    private String from;

    @Option(names = "--pull-request", hidden = true)
    private boolean pullRequest;

    @Option(names = "--wait-for-gates", hidden = true)
    private boolean waitForGates;

    @Option(names = "--force", hidden = true)
    private boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", hidden = true)
    private String reason;

    /** @throws BadInput where one of them is given */
    void refuse() {
        refuse(from != null, "--from");
        refuse(pullRequest, "--pull-request");
        refuse(waitForGates, "--wait-for-gates");
        refuse(force, "--force");
        refuse(reason != null, "--reason");
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw LaterCommand.notYet(option, PART);
        }
    }
}
