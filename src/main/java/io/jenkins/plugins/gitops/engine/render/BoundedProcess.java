package io.jenkins.plugins.gitops.engine.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with a deadline and a limit on what it writes, in an environment of its own, without a network: in a
 * namespace that has none where the machine allows it, and everywhere with no git on the path and proxies that lead
 * nowhere. With the program its descendants end.
 */
final class BoundedProcess {
    private static final long OUTPUT_LIMIT = 64L << 20;
    private static final int MESSAGE_LIMIT = 4_000;
    private static final long LOOK_MILLIS = 50;
    private static final String NOWHERE = "http://127.0.0.1:9";

    private final Path work;
    private final Duration deadline;
    private final NetworkNamespace network;

    /**
     * A place to run programs.
     *
     * @param work an empty folder for what they write; the caller deletes it
     */
    BoundedProcess(Path work, Duration deadline, NetworkNamespace network) {
        this.work = work;
        this.deadline = deadline;
        this.network = network;
    }

    /**
     * The program's standard output.
     *
     * @param what it is, for messages
     * @param root the paths below it are named without it in messages
     */
    byte[] run(String what, Path root, List<String> command) throws IOException {
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        Path empty = Files.createDirectories(work.resolve("empty"));
        ProcessBuilder builder = new ProcessBuilder(network.around(command))
                .directory(empty.toFile())
                .redirectInput(Files.createFile(work.resolve("in")).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("HOME", empty.toString());
        environment.put("TMPDIR", empty.toString());
        environment.put("PATH", empty.toString());
        for (String proxy : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
            environment.put(proxy, NOWHERE);
            environment.put(proxy.toLowerCase(Locale.ROOT), NOWHERE);
        }
        environment.put("NO_PROXY", "");
        environment.put("no_proxy", "");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RenderException(what + ": could not start " + command.get(0) + ": " + e.getMessage(), e);
        }
        try {
            await(what, process, out, err);
        } finally {
            end(process);
        }
        if (process.exitValue() != 0) {
            throw new RenderException(what + " failed: " + message(err, root));
        }
        return Files.readAllBytes(out);
    }

    private void await(String what, Process process, Path out, Path err) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (Files.size(out) + Files.size(err) > OUTPUT_LIMIT) {
                    throw new RenderException(what + " wrote more than " + (OUTPUT_LIMIT >> 20) + " MB");
                }
                if (System.nanoTime() > end) {
                    throw new RenderException(what + " did not end within " + deadline.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RenderException(what + " was interrupted");
        }
        if (Files.size(out) > OUTPUT_LIMIT) {
            throw new RenderException(what + " wrote more than " + (OUTPUT_LIMIT >> 20) + " MB");
        }
    }

    private static void end(Process process) throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(Path err, Path root) throws IOException {
        byte[] start;
        try (var in = Files.newInputStream(err)) {
            start = in.readNBytes(MESSAGE_LIMIT);
        }
        String text = new String(start, StandardCharsets.UTF_8)
                .replace(root + "/", "")
                .replace(root.toString(), "the repository")
                .strip();
        return withoutInput(text);
    }

    /** Without what Kustomize repeats of patches and literals, which may hold a Secret's values. */
    private static String withoutInput(String text) {
        return text.replaceAll("`[^`]*(?:`|$)", "`…`")
                .replaceAll("(?s)(from|sources) \\[.*?(?:\\](?=:|$)|$)", "$1 […]")
                .replaceAll("(?s)(literal source ).*?(, expected|$)", "$1…$2")
                .replaceAll("(?s)(evalsymlink failure on ')[^']*[{\n].*", "$1…");
    }
}
