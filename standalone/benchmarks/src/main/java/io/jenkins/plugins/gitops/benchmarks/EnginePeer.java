package io.jenkins.plugins.gitops.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Argo CD's own engine, as {@code testbed/build peers} builds it.
 *
 * @param program {@code testbed/bin/peers/engine}
 */
record EnginePeer(Path program) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What it says of one object. */
    record Verdict(String status, @CheckForNull String message) {}

    /** An object as desired and as live. */
    record Case(String name, Map<String, Object> desired, Map<String, Object> live) {}

    /** How long it takes, in nanoseconds, and whether it finds a difference. */
    record Times(String name, long healthNs, long diffNs, boolean modified) {}

    /** What it measured, and which version of it. */
    record Measured(String version, List<Times> results) {}

    /** The engine in the folder named by {@code testbed.dir}, or in the nearest {@code testbed/bin} upwards. */
    static Optional<EnginePeer> find() {
        String named = System.getProperty("testbed.dir", "");
        if (!named.isBlank()) {
            return in(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .flatMap(folder -> in(folder.resolve("testbed/bin")).stream())
                .findFirst();
    }

    private static Optional<EnginePeer> in(Path folder) {
        Path program = folder.resolve("peers/engine").toAbsolutePath();
        return Files.isExecutable(program) ? Optional.of(new EnginePeer(program)) : Optional.empty();
    }

    /** Its verdicts, null where it has no opinion. */
    List<Verdict> judge(List<Map<String, Object>> objects) throws IOException {
        return JSON.readValue(run("judge", objects), new TypeReference<>() {});
    }

    Measured measure(List<Case> cases) throws IOException {
        return JSON.readValue(run("measure", cases), Measured.class);
    }

    private byte[] run(String command, Object input) throws IOException {
        Path questions = Files.createTempFile("engine", ".json");
        try {
            JSON.writeValue(questions.toFile(), input);
            Process process = new ProcessBuilder(program.toString(), command)
                    .redirectInput(questions.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] answer = process.getInputStream().readAllBytes();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(program + " " + command + " failed");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(questions);
        }
    }
}
