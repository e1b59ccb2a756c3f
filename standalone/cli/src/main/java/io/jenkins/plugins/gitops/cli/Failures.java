package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.ConfigurationProblem;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.render.RenderException;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a command that fails says on standard error, and what it ends with. */
final class Failures {

    private Failures() {}

    /** Arguments that are none of ours: the mistake and where to read on, not the whole manual. */
    static int ofUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        say(err, problem.getMessage());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitStatus.BAD_INPUT;
    }

    static int ofExecution(Exception problem, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof BadInput || problem instanceof IOException) {
            say(err, problem.getMessage());
        } else {
            err.println("gitops: this is a mistake in gitops itself, please report it:");
            problem.printStackTrace(err);
            err.flush();
        }
        return statusOf(problem);
    }

    /** Bad input where the caller can mend it; unknown where the answer lies with somebody who could not be asked. */
    static int statusOf(Exception problem) {
        Optional<GitException> git = GitException.behind(problem);
        if (git.isPresent()) {
            return isInput(git.get().reason()) ? ExitStatus.BAD_INPUT : ExitStatus.UNKNOWN;
        }
        if (problem instanceof ForgeException forge) {
            return isInput(forge.reason()) ? ExitStatus.BAD_INPUT : ExitStatus.UNKNOWN;
        }
        boolean input = problem instanceof BadInput
                || problem instanceof RenderException
                || problem instanceof YamlProblem
                || problem instanceof ConfigurationProblem
                || problem instanceof FileNotFoundException;
        return input ? ExitStatus.BAD_INPUT : ExitStatus.UNKNOWN;
    }

    private static boolean isInput(GitException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND, REFUSED -> true;
            case UNREACHABLE, UNAUTHORIZED, STORAGE -> false;
        };
    }

    private static boolean isInput(ForgeException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND, REFUSED, UNSUPPORTED -> true;
            case UNREACHABLE, RATE_LIMITED, UNAUTHORIZED, FORBIDDEN, UNREADABLE -> false;
        };
    }

    private static void say(PrintWriter err, String message) {
        err.println(Output.plain("gitops: " + message));
        err.flush();
    }
}
