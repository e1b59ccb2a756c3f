package io.jenkins.plugins.gitops.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A history of 20,000 promotions, promoted again over smart HTTP with {@code gitops promote --batch}: every verdict and
 * the tree of every commit are what the history says, by {@code git fast-import}. Tells the time and the heap.
 */
public final class ReplayBenchmark {
    private static final int PROMOTIONS = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEAP = Pattern.compile(" (\\d+)M->(\\d+)M\\(");

    private final Measurement measurement = new Measurement("replay");

    private ReplayBenchmark() {}

    /** Replays so many promotions, 20,000 where no number is given. */
    public static void main(String... arguments) throws Exception {
        int promotions = arguments.length == 0 ? PROMOTIONS : Integer.parseInt(arguments[0]);
        System.exit(new ReplayBenchmark().run(new ReplayHistory(promotions, promotions)) ? 0 : 1);
    }

    private boolean run(ReplayHistory history) throws Exception {
        Path folder = Files.createTempDirectory("replay-benchmark");
        measurement.version("git", GitCommand.in(folder).run("--version"));
        Launcher.run(Launcher.command("--version")); // builds the command, and its class archive
        try (GitHttpServer server = GitHttpServer.start()) {
            for (String name : List.of("config", "expected")) {
                server.createRepository(name, Map.of());
                server.repositories().git(name).run(ReplayHistory.start(), "fast-import", "--quiet");
            }
            server.forget();
            Map<String, JsonNode> results = promote(server, history, folder);
            measurement.add(
                    "pushes a promotion",
                    "",
                    (double) server.requests().stream()
                                    .filter(request ->
                                            request.startsWith("POST") && request.endsWith("git-receive-pack"))
                                    .count()
                            / history.items().size());
            verify(server, history, results);
        }
        return measurement.finish();
    }

    private Map<String, JsonNode> promote(GitHttpServer server, ReplayHistory history, Path folder) throws Exception {
        Path batch = Files.writeString(
                folder.resolve("batch.jsonl"),
                history.items().stream().map(ReplayHistory.Item::json).collect(Collectors.joining("\n")));
        Path log = folder.resolve("gc.log");
        Path output = folder.resolve("results.jsonl");
        ProcessBuilder command = new ProcessBuilder(Launcher.command(
                "promote",
                "--repository",
                server.url("config"),
                "--cache",
                folder.resolve("cache").toString(),
                "--batch",
                batch.toString(),
                "--parallel",
                "32"));
        command.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:gc:file=" + log);
        command.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        measurement.time("gitops promote --batch, " + history.items().size() + " promotions", () -> {
            Process process = command.start();
            if (!process.waitFor(1, TimeUnit.HOURS)) {
                process.destroyForcibly();
                throw new IOException("The batch did not end");
            }
        });
        heap(log);
        Map<String, JsonNode> results = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            JsonNode result = JSON.readTree(line);
            results.put(result.path("id").asText(), result);
        }
        return results;
    }

    /** The most of the heap that was used, and the most that was still used after a collection. */
    private void heap(Path log) throws IOException {
        int used = 0;
        int kept = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher collection = HEAP.matcher(line);
            if (collection.find()) {
                used = Math.max(used, Integer.parseInt(collection.group(1)));
                kept = Math.max(kept, Integer.parseInt(collection.group(2)));
            }
        }
        measurement.add("heap, at most", "MiB", used);
        measurement.add("heap after a collection, at most", "MiB", kept);
    }

    private static void verify(GitHttpServer server, ReplayHistory history, Map<String, JsonNode> results) {
        Map<String, ReplayHistory.Item> byCommit = new HashMap<>();
        for (ReplayHistory.Item item : history.items()) {
            JsonNode result = results.get(item.id());
            String wanted = item.late() ? "SUPERSEDED" : "PROMOTED";
            if (result == null || !result.path("verdict").asText().equals(wanted)) {
                throw new IllegalStateException(item + " is to be " + wanted + ", and got " + result);
            }
            byCommit.put(result.path("commit").asText(), item);
        }
        GitCommand git = server.repositories().git("config");
        GitCommand expected = server.repositories().git("expected");
        for (int environment = 0; environment < ReplayHistory.ENVIRONMENTS; environment++) {
            String branch = ReplayHistory.branch(environment);
            List<ReplayHistory.Item> promoted = new ArrayList<>();
            List<String> commits =
                    git.run("rev-list", "--reverse", branch).lines().toList();
            commits.subList(1, commits.size()).forEach(commit -> promoted.add(byCommit.get(commit)));
            expected.run(ReplayHistory.commits(promoted), "fast-import", "--quiet");
            String[] trees = {"log", "--reverse", "--format=%T", branch};
            if (!git.run(trees).equals(expected.run(trees))) {
                throw new IllegalStateException("The trees of " + branch + " are not what the history says");
            }
            long there = history.items().stream()
                    .filter(item -> item.branch().equals(branch) && !item.late())
                    .count();
            if (promoted.size() != there) {
                throw new IllegalStateException(promoted.size() + " promotions on " + branch + ", not " + there);
            }
        }
        git.run("fsck", "--strict");
    }
}
