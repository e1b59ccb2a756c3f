package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The git executable, untouched by the machine's configuration: the oracle of the tests. */
public final class GitCommand {
    private final Path folder;
    private final Map<String, String> environment;

    private GitCommand(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Runs in a folder. */
    public static GitCommand in(Path folder) {
        return new GitCommand(folder, Map.of());
    }

    public GitCommand with(Map<String, String> variables) {
        return new GitCommand(folder, variables);
    }

    /** What the command prints, without the last line break. */
    public String run(String... arguments) {
        return run(new byte[0], arguments);
    }

    public String run(byte[] input, String... arguments) {
        return new String(bytes(input, arguments), StandardCharsets.UTF_8).stripTrailing();
    }

    /** Exactly what the command prints. */
    public byte[] bytes(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            isolate(builder.environment());
            builder.environment().putAll(environment);
            Path errors = Files.createTempFile("git", ".err");
            Process process = builder.redirectError(errors.toFile()).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            }
            byte[] output = process.getInputStream().readAllBytes();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + Files.readString(errors));
            }
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void isolate(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_AUTHOR_NAME", "Somebody");
        environment.put("GIT_AUTHOR_EMAIL", "somebody@example.com");
        environment.put("GIT_COMMITTER_NAME", "Somebody");
        environment.put("GIT_COMMITTER_EMAIL", "somebody@example.com");
    }
}
