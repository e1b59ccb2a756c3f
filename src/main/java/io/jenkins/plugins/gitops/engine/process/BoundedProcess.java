package io.jenkins.plugins.gitops.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program once, with a deadline and a limit on what it writes, in an empty folder and an environment of its own.
 * With the program its descendants end, also those that it leaves behind (on Linux; elsewhere, those seen while it ran).
 */
public final class BoundedProcess {
    private static final int MESSAGE_LIMIT = 4_000;
    private static final long LOOK_MILLIS = 50;

    private final String title;
    private final Path work;
    private final Duration deadline;
    private final long outputLimit;

    /**
     * A place to run a program.
     *
     * @param title what the program is called in messages
     * @param work where it may write; nothing of it is there yet, and the caller deletes it
     * @param outputLimit the most bytes that it may write to standard output and error
     */
    public BoundedProcess(String title, Path work, Duration deadline, long outputLimit) {
        this.title = title;
        this.work = work;
        this.deadline = deadline;
        this.outputLimit = outputLimit;
    }

    /**
     * A program that ended by itself.
     *
     * @param exit its exit status
     * @param output its standard output
     * @param message the beginning of its standard error
     */
    public record Ended(int exit, byte[] output, String message) {}

    /**
     * Runs it.
     *
     * @param environment variables beside HOME, TMPDIR and PATH, which lead to an empty folder unless they are among them
     * @param input its standard input
     * @throws IOException where it cannot be started, takes too long, writes too much or is interrupted, with a sentence
     */
    public Ended run(List<String> command, Map<String, String> environment, byte[] input) throws IOException {
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        Path empty = Files.createDirectory(work.resolve("empty"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(empty.toFile())
                .redirectInput(Files.write(work.resolve("in"), input).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> variables = builder.environment();
        variables.clear();
        for (String name : List.of("HOME", "TMPDIR", "PATH")) {
            variables.put(name, empty.toString());
        }
        variables.putAll(environment);
        Descendants descendants = Descendants.marking(variables, work);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(title + " could not be started: " + e.getMessage(), e);
        }
        try {
            await(process, descendants, out, err);
        } finally {
            process.destroyForcibly();
            descendants.end();
            awaitEnd(process);
        }
        return new Ended(process.exitValue(), Files.readAllBytes(out), message(err));
    }

    private void await(Process process, Descendants descendants, Path out, Path err) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            boolean ended = false;
            while (!ended) {
                descendants.look(process);
                ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (Files.size(out) + Files.size(err) > outputLimit) {
                    throw new IOException(title + " wrote more than " + (outputLimit >> 20) + " MB");
                }
                if (!ended && System.nanoTime() > end) {
                    throw new IOException(title + " did not end within " + deadline.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException(title + " was interrupted").initCause(e);
        }
    }

    private static void awaitEnd(Process process) {
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(Path err) throws IOException {
        try (InputStream in = Files.newInputStream(err)) {
            return new String(in.readNBytes(MESSAGE_LIMIT), StandardCharsets.UTF_8).strip();
        }
    }
}
