package io.jenkins.plugins.gitops.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that comes with a later part of the product: it says so, and that is bad input. */
@Command(hidden = true)
final class LaterCommand implements Callable<Integer> {
    private static final Map<String, String> COMING = Map.of("lease", "the drift monitor");

    private final String part;

    @Unmatched
    private List<String> arguments;

    @Spec
    private CommandSpec spec;

    private LaterCommand(String part) {
        this.part = part;
    }

    static void addTo(CommandLine command) {
        COMING.forEach((name, part) -> command.addSubcommand(name, new LaterCommand(part)));
    }

    @Override
    public Integer call() {
        throw notYet("gitops " + spec.name(), part);
    }

    /** What is said of a command or an option that is not there yet. */
    static BadInput notYet(String what, String part) {
        return new BadInput(what + " is not there yet: it comes with " + part);
    }
}
