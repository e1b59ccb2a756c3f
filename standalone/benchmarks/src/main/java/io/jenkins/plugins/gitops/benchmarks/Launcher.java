package io.jenkins.plugins.gitops.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command as people start it: a process of its own, by the launcher at the top of the repository. */
final class Launcher {
    private Launcher() {}

    /** What to run, with the launcher in the nearest folder upwards that has one. */
    static List<String> command(String... arguments) {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Path launcher = here.resolve("gitops");
            if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                List<String> command = new ArrayList<>(List.of(launcher.toString()));
                command.addAll(List.of(arguments));
                return command;
            }
        }
        throw new IllegalStateException("There is no launcher gitops upwards from here");
    }

    /** Runs a command to its end. */
    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
