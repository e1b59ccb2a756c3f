package io.jenkins.plugins.gitops.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the answer is written. */
final class OutputOption {

    /** For people, or for programs. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print the answer (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Output open() {
        GitOps gitops = (GitOps) command.root().userObject();
        return new Output(
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                format == Format.JSON,
                gitops.watched());
    }
}
