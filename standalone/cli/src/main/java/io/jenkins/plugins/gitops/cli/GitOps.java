package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code gitops} command. */
@Command(
        name = "gitops",
        description = "Promote through Git, wait until exactly that is live, show drift.",
        mixinStandardHelpOptions = true,
        version = "gitops " + GitOps.VERSION,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HealthCommand.class})
public final class GitOps implements Callable<Integer> {
    static final String VERSION = "999999-SNAPSHOT";

    /** Kept here, or the logger would be collected and forget its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    GitOps(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.SEVERE);
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine command = new CommandLine(new GitOps(environment));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler(GitOps::explain);
        return command;
    }

    /** Without a subcommand there is nothing to do but to say what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.BAD_INPUT;
    }

    Map<String, String> environment() {
        return environment;
    }

    private static int explain(Exception problem, CommandLine command, ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (problem instanceof ClusterException cluster) {
            err.println("gitops: " + cluster.getMessage());
            return ExitStatus.UNKNOWN;
        }
        if (problem instanceof BadInput || problem instanceof IOException) {
            err.println("gitops: " + problem.getMessage());
            return problem instanceof Unreachable ? ExitStatus.UNKNOWN : ExitStatus.BAD_INPUT;
        }
        throw problem;
    }
}
