package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.git.GitCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The same promotion as others make it, with the git executable. */
final class PromotionPeers {
    /** As a pipeline without a plugin does it. */
    private static final String CLONE_LOOP = """
            set -e
            git clone --quiet --depth 1 "$URL" "$CLONE"
            cd "$CLONE"
            sed -i "s/tag: .*/tag: \\"$VERSION\\"/" "$FILE"
            git commit --quiet --all --message "Promote $VERSION"
            git push --quiet origin HEAD:main
            """;

    /** As somebody does it who knows git: a clone that is kept, no work tree. */
    private static final String EXPERT = """
            set -e
            cd "$CLONE"
            git fetch --quiet origin main
            blob=$(git cat-file blob "FETCH_HEAD:$FILE" | sed "s/tag: .*/tag: \\"$VERSION\\"/" | git hash-object -w --stdin)
            git read-tree FETCH_HEAD
            git update-index --cacheinfo "100644,$blob,$FILE"
            commit=$(git commit-tree -p FETCH_HEAD -m "Promote $VERSION" "$(git write-tree)")
            git push --quiet origin "$commit:refs/heads/main"
            """;

    private final String url;
    private final Path folder;
    private final Path kept;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    PromotionPeers(String url, Path folder) {
        this.url = url;
        this.folder = folder;
        this.kept = folder.resolve("kept.git");
        GitCommand.in(folder).run("clone", "--quiet", "--bare", url, kept.toString());
    }

    void cloneLoop(String file, String version) throws Exception {
        shell(CLONE_LOOP, folder.resolve("clone-" + version), file, version);
    }

    void expert(String file, String version) throws Exception {
        shell(EXPERT, kept, file, version);
    }

    private void shell(String script, Path clone, String file, String version) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
        Map<String, String> environment = builder.environment();
        isolate(environment);
        environment.putAll(Map.of("URL", url, "CLONE", clone.toString(), "FILE", file, "VERSION", version));
        Process process = builder.inheritIO().start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("The peer failed");
        }
    }

    /** Git as it comes, whatever this machine has configured. */
    static void isolate(Map<String, String> environment) {
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String role : new String[] {"AUTHOR", "COMMITTER"}) {
            environment.put("GIT_" + role + "_NAME", "Peer");
            environment.put("GIT_" + role + "_EMAIL", "peer@example.com");
        }
    }

    /** A push whose pack is finished: what the server alone takes. */
    byte[] preparePush(String file, String version) {
        GitCommand git = GitCommand.in(kept);
        git.run("fetch", "--quiet", "origin", "+main:main");
        String tip = git.run("rev-parse", "main");
        String old = new String(git.bytes(new byte[0], "cat-file", "blob", tip + ":" + file), StandardCharsets.UTF_8);
        String blob = git.run(
                old.replaceFirst("tag: .*", "tag: \"" + version + "\"").getBytes(StandardCharsets.UTF_8),
                "hash-object",
                "-w",
                "--stdin");
        git.run("read-tree", tip);
        git.run("update-index", "--cacheinfo", "100644," + blob + "," + file);
        String commit = git.run("commit-tree", "-p", tip, "-m", "Promote " + version, git.run("write-tree"));
        byte[] pack = git.bytes(
                (commit + "\n^" + tip + "\n").getBytes(StandardCharsets.UTF_8),
                "pack-objects",
                "--quiet",
                "--revs",
                "--thin",
                "--stdout",
                "--delta-base-offset");
        String line = tip + " " + commit + " refs/heads/main\0 report-status";
        byte[] head = (String.format("%04x", line.length() + 4) + line + "0000").getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[head.length + pack.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(pack, 0, body, head.length, pack.length);
        return body;
    }

    void push(byte[] body) throws IOException, InterruptedException {
        URI refs = URI.create(url + "/info/refs?service=git-receive-pack");
        http.send(HttpRequest.newBuilder(refs).build(), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/git-receive-pack"))
                        .header("Content-Type", "application/x-git-receive-pack-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (!answer.body().contains("ok refs/heads/main")) {
            throw new IOException("The bare push failed: " + answer.body());
        }
    }

    void cleanUp(String version) throws IOException {
        Path clone = folder.resolve("clone-" + version);
        if (Files.exists(clone)) {
            try (var paths = Files.walk(clone)) {
                for (Path path :
                        paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
