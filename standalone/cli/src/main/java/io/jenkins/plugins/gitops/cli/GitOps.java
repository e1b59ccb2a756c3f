package io.jenkins.plugins.gitops.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code gitops} command. */
@Command(
        name = "gitops",
        description = "Promote through Git, wait until exactly that is live, show drift.",
        mixinStandardHelpOptions = true,
        version = "gitops " + GitOps.VERSION,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 yes, done, or nothing to do; 1 the answer is no; 2 bad usage or bad input; 3 could not tell."
        })
public final class GitOps implements Callable<Integer> {
    static final String VERSION = "999999-SNAPSHOT";

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("promote", PromoteCommand::new);
        COMMANDS.put("approve", ApproveCommand::new);
        COMMANDS.put("wait", WaitCommand::new);
        COMMANDS.put("diff", DiffCommand::new);
        COMMANDS.put("sync", SyncCommand::new);
        COMMANDS.put("rollback", RollbackCommand::new);
        COMMANDS.put("hold", HoldCommand::new);
        COMMANDS.put("release", ReleaseCommand::new);
        COMMANDS.put("log", LogCommand::new);
        COMMANDS.put("lease", LeaseCommand::new);
        COMMANDS.put("monitor", MonitorCommand::new);
        COMMANDS.put("health", HealthCommand::new);
        COMMANDS.put("render", RenderCommand::new);
        COMMANDS.put("validate", ValidateCommand::new);
        COMMANDS.put("demo", DemoCommand::new);
    }

    /** Kept here, or the logger would be collected and forget its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private final Map<String, String> environment;
    private final boolean watched;

    @Spec
    private CommandSpec spec;

    private GitOps(Map<String, String> environment, boolean watched) {
        this.environment = environment;
        this.watched = watched;
    }

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.SEVERE);
        System.exit(
                commandLine(System.getenv(), Progress.isWatched(), arguments).execute(arguments));
    }

    /**
     * The command, ready to be executed with these arguments. Of its subcommands only the one asked for is made, since
     * reading the options of all takes longer than most answers.
     *
     * @param environment the variables of the environment that it may see
     * @param watched whether a person watches standard error
     */
    static CommandLine commandLine(Map<String, String> environment, boolean watched, String... arguments) {
        CommandLine command = new CommandLine(new GitOps(environment, watched));
        String first = arguments.length == 0 ? "" : arguments[0];
        if (COMMANDS.containsKey(first)) {
            command.addSubcommand(first, COMMANDS.get(first).get());
        } else if (!first.equals("--version")) {
            COMMANDS.forEach((name, made) -> command.addSubcommand(name, made.get()));
        }
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(Failures::ofUsage);
        command.setExecutionExceptionHandler(Failures::ofExecution);
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

    boolean watched() {
        return watched;
    }
}
