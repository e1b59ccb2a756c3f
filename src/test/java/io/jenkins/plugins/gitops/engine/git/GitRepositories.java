package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Bare repositories in a folder, filled by the git executable. */
public final class GitRepositories {
    private final Path root;

    public GitRepositories(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    public Path folder(String name) {
        return root.resolve(name + ".git");
    }

    public GitCommand git(String name) {
        return GitCommand.in(folder(name));
    }

    /** Makes a repository whose branch main has one commit with these files. */
    public void create(String name, Map<String, String> files) throws IOException {
        Files.createDirectories(folder(name));
        GitCommand git = git(name);
        git.run("init", "--quiet", "--bare", "--initial-branch=main");
        git.run("config", "http.receivepack", "true");
        git.run("config", "uploadpack.allowFilter", "true");
        git.run("config", "gc.auto", "0");
        git.run("config", "receive.autogc", "false");
        if (!files.isEmpty()) {
            commit(name, "main", files, "Start");
        }
    }

    /** Commits files on a branch, made where it is not there, and returns the commit's id. */
    public String commit(String name, String branch, Map<String, String> files, String message) throws IOException {
        StringBuilder stream = new StringBuilder();
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        stream.append("commit refs/heads/").append(branch).append('\n');
        stream.append("committer Somebody <somebody@example.com> now\n");
        stream.append("data ").append(text.length).append('\n').append(message).append('\n');
        if (!git(name).run("branch", "--list", branch).isEmpty()) {
            stream.append("from refs/heads/").append(branch).append("^0\n");
        }
        for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
            stream.append("M 100644 inline ").append(file.getKey()).append('\n');
            stream.append("data ")
                    .append(content.length)
                    .append('\n')
                    .append(file.getValue())
                    .append('\n');
        }
        git(name)
                .run(
                        stream.toString().getBytes(StandardCharsets.UTF_8),
                        "fast-import",
                        "--quiet",
                        "--force",
                        "--date-format=now");
        return tip(name, branch);
    }

    /** The commit a branch stands at. */
    public String tip(String name, String branch) {
        return git(name).run("rev-parse", "refs/heads/" + branch);
    }

    /** A file on a branch, by the git executable. */
    public String read(String name, String branch, String path) {
        return new String(
                git(name).bytes(new byte[0], "cat-file", "blob", branch + ":" + path), StandardCharsets.UTF_8);
    }
}
