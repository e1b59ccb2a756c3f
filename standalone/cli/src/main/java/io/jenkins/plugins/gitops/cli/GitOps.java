package io.jenkins.plugins.gitops.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code gitops} command. */
@Command(
        name = "gitops",
        description = "Promote through Git, wait until it is live, show drift.",
        mixinStandardHelpOptions = true,
        version = "gitops-stages 999999-SNAPSHOT",
        subcommandsRepeatable = false)
public final class GitOps {

    private GitOps() {}

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GitOps()).execute(arguments));
    }
}
