package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The config repository of an application, made and served by git itself, and asked about by the command. */
final class ServedShop {
    static final String IMAGE = "registry.example.com/web=";

    /** Where the command runs. */
    final Shell shell;

    private final Path folder;
    private final Program git;

    /** @param places folders of the repository in which version 1.0.0 runs */
    ServedShop(Path folder, String... places) throws Exception {
        this.folder = folder;
        this.shell = new Shell(folder);
        Path config = folder.resolve("config");
        this.git = Program.git(Files.createDirectories(config));
        git.run("init", "-q", "-b", "main");
        for (String place : places) {
            Files.createDirectories(config.resolve(place));
            Files.writeString(config.resolve(place).resolve("web.yaml"), """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: web}
                    spec:
                      containers: [{name: web, image: "registry.example.com/web:1.0.0"}]
                    """);
        }
    }

    /**
     * Serves it.
     *
     * @param branches that begin where main stands
     * @return git at what is served
     */
    Program serve(String gitopsYaml, String... branches) throws Exception {
        Files.writeString(folder.resolve("config/gitops.yaml"), gitopsYaml);
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The shop");
        for (String branch : branches) {
            git.run("branch", branch);
        }
        git.run("clone", "-q", "--bare", ".", "../served.git");
        return Program.git(folder.resolve("served.git"));
    }

    /** Where the command finds it. */
    String url() {
        return folder.resolve("served.git").toString();
    }

    /** The command about the application, with JSON for an answer. */
    Ended run(String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--repository", url(), "--application", "shop", "-o", "json"));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    /** Notes what was seen of a commit. */
    void saw(String verdict, String commit, String environment, Instant time) throws Exception {
        Program.git(folder.resolve("served.git"))
                .run(
                        "notes",
                        "--ref",
                        "gitops",
                        "append",
                        "-m",
                        "{\"v\":1,\"type\":\"verdict\",\"commit\":\"" + commit
                                + "\",\"application\":\"shop\",\"environment\":\"" + environment + "\",\"verdict\":\""
                                + verdict + "\",\"time\":\"" + time + "\"}",
                        commit);
    }
}
