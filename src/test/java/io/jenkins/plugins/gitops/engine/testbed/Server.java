package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One server process. It ends with this JVM, even a killed one: it reads its standard input, whose other end only the
 * JVM holds, and exits where that ends.
 */
final class Server {
    private static final int LAST_LINES = 15;

    private final String name;
    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    /** A part of the executable, by its name and arguments, with its files and its log in this folder. */
    Server(Path executable, List<String> part, Path folder) {
        this.name = part.get(0);
        this.log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(part);
        command.add(0, executable.toString());
        this.builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.environment().put("CONTROLPLANE_END_WITH_INPUT", "yes");
        // kubeconfig files of whoever runs the tests must not leak in.
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("KUBECONFIG");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** With these variables of its environment as well; those of proxies it does not get. */
    Server with(Map<String, String> environment) {
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        return this;
    }

    void start() throws IOException {
        process = builder.start();
    }

    /** Throws with the end of its log where it has ended by itself. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "%s ended with status %d:%n%s".formatted(name, process.exitValue(), endOfLog()));
        }
    }

    String name() {
        return name;
    }

    boolean foundPortTaken() {
        return !process.isAlive() && endOfLog().contains("address already in use");
    }

    /** Asks it to end, and ends it where it has not within the grace. */
    void stop(Duration grace) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
