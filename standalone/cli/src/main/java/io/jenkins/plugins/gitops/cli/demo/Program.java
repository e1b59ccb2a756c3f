package io.jenkins.plugins.gitops.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine, run in a folder: a witness that shares no code with the engine.
 *
 * @param command its name or path and the arguments it always gets
 * @param folder where it runs
 * @param variables set for it beside those of this process
 */
public record Program(List<String> command, Path folder, Map<String, String> variables) {
    private static final int DEADLINE_SECONDS = 60;

    public Program {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /** Git, as somebody who never answers a question and has no configuration of their own. */
    public static Program git(Path folder) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        for (String role : List.of("GIT_AUTHOR_", "GIT_COMMITTER_")) {
            variables.put(role + "NAME", "Demo");
            variables.put(role + "EMAIL", "demo@localhost");
        }
        return new Program(List.of("git"), folder, variables);
    }

    /** Runs it to its end and returns its standard output; anything but success is an exception with its own words. */
    public String run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile("gitops-", ".out");
        Path err = Files.createTempFile("gitops-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name(arguments) + " did not end in " + DEADLINE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(name(arguments) + " ended with " + process.exitValue() + ": "
                        + Files.readString(err, StandardCharsets.UTF_8).strip());
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private String name(String... arguments) {
        return Path.of(command.get(0)).getFileName() + (arguments.length == 0 ? "" : " " + arguments[0]);
    }
}
