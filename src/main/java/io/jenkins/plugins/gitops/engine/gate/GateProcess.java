package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.gate.GateCommands.Definition;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs one command with a deadline and a limit on what it writes, in an empty folder and an environment that inherits
 * nothing but {@code PATH}. With the command its descendants end.
 */
final class GateProcess {
    static final int OUTPUT_LIMIT = 1 << 20;
    private static final int MESSAGE_LIMIT = 4_000;
    private static final long LOOK_MILLIS = 50;

    private final String name;
    private final Definition definition;
    private final Duration timeout;

    /** @param longest what the definition's timeout is cut to */
    GateProcess(String name, Definition definition, Duration longest) {
        this.name = name;
        this.definition = definition;
        this.timeout = definition.timeout().compareTo(longest) > 0 ? longest : definition.timeout();
    }

    /**
     * A command that ended by itself.
     *
     * @param output its standard output
     * @param message the beginning of its standard error
     */
    record Ended(int exit, byte[] output, String message) {}

    /** @throws IOException where it cannot be started, takes too long or writes too much, with a sentence */
    Ended run(byte[] input) throws IOException {
        Path work = Files.createTempDirectory("gitops-gate-");
        try {
            return run(work, input);
        } finally {
            delete(work);
        }
    }

    private Ended run(Path work, byte[] input) throws IOException {
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        Path empty = Files.createDirectories(work.resolve("empty"));
        ProcessBuilder builder = new ProcessBuilder(definition.line())
                .directory(empty.toFile())
                .redirectInput(Files.write(work.resolve("in"), input).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.put("PATH", path);
        environment.put("HOME", empty.toString());
        environment.put("TMPDIR", empty.toString());
        environment.putAll(definition.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("Command " + name + " could not be started: " + e.getMessage(), e);
        }
        try {
            await(process, out, err);
        } finally {
            end(process);
        }
        return new Ended(process.exitValue(), Files.readAllBytes(out), message(err));
    }

    private void await(Process process, Path out, Path err) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            boolean ended = false;
            while (!ended) {
                ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (Files.size(out) + Files.size(err) > OUTPUT_LIMIT) {
                    throw new IOException("Command " + name + " wrote more than " + (OUTPUT_LIMIT >> 20) + " MB");
                }
                if (!ended && System.nanoTime() > end) {
                    throw new IOException("Command " + name + " did not end within " + timeout.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Command " + name + " was interrupted").initCause(e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
