package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the stages of a demo have in common: a Git server, a cluster, and the command to be shown. */
final class Scene {
    /** Where what was proved and agreed to is kept beside the commits. */
    static final String NOTES = "refs/notes/gitops";

    private static final String REPOSITORY = "config.git";

    private final Path folder;
    private final GitServer git;
    private final DemoCluster cluster;
    private final Gitops gitops;
    private final PrintWriter out;
    private final AtomicInteger clones = new AtomicInteger();

    Scene(Path folder, GitServer git, DemoCluster cluster, Gitops gitops, PrintWriter out) {
        this.folder = folder;
        this.git = git;
        this.cluster = cluster;
        this.gitops = gitops;
        this.out = out;
    }

    String url() {
        return git.url(REPOSITORY);
    }

    Witness witness() {
        return cluster.witness();
    }

    /** Makes the bare repository that is served. */
    void createRepository() throws IOException, InterruptedException {
        Program.git(folder).run("init", "-q", "--bare", "-b", "main", REPOSITORY);
        Program.git(folder.resolve(REPOSITORY)).run("config", "http.receivepack", "true");
    }

    /** An empty work tree that can push to the repository. */
    Path workTree() throws IOException, InterruptedException {
        Path work = newFolder();
        Program.git(work).run("init", "-q", "-b", "main");
        Program.git(work).run("remote", "add", "origin", urlWithPassword());
        return work;
    }

    /** A fresh clone of a branch by plain git. */
    Path clone(String branch) throws IOException, InterruptedException {
        Path work = newFolder();
        Program.git(work).run("clone", "-q", "--branch", branch, urlWithPassword(), ".");
        return work;
    }

    /** Plain git in a fresh clone that has the notes as {@code FETCH_HEAD}. */
    Program notes() throws IOException, InterruptedException {
        Program git = Program.git(clone("main"));
        git.run("fetch", "-q", "origin", NOTES);
        return git;
    }

    private Path newFolder() throws IOException {
        return Files.createDirectory(folder.resolve("clone-" + clones.incrementAndGet()));
    }

    private String urlWithPassword() {
        String login = git.user() + ":" + URLEncoder.encode(git.password(), StandardCharsets.UTF_8);
        return url().replaceFirst("://", "://" + login + "@");
    }

    /** The commit a branch is at, asked of the server by plain git. */
    String tip(String branch) throws IOException, InterruptedException {
        String line = Program.git(folder).run("ls-remote", urlWithPassword(), "refs/heads/" + branch);
        Unproved.unless(line.length() > 40, "there is no branch " + branch);
        return line.substring(0, 40);
    }

    /** The Deployment of an environment, as somebody else sees it. */
    JsonNode live(Place place) throws IOException, InterruptedException {
        return witness().deployment(place.namespace(), Shop.DEPLOYMENT);
    }

    void scale(Place place, int replicas) throws IOException, InterruptedException {
        witness()
                .patchDeployment(
                        place.namespace(), Shop.DEPLOYMENT, "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
    }

    /** Runs the command, shows it and what it says, and fails where it ends otherwise than it should. */
    void run(int expected, List<String> arguments) {
        run(expected, gitops, "", arguments);
    }

    /** Lets who is asked agree to a promotion. */
    void approve(Place place, List<String> what, String reason) {
        List<String> arguments = new ArrayList<>(promotion(place, what));
        arguments.set(0, "approve");
        arguments.addAll(List.of("--reason", reason));
        run(0, gitops.as(Shop.APPROVER), "GIT_AUTHOR_NAME=" + Shop.APPROVER + " ", arguments);
    }

    private void run(int expected, Gitops who, String prefix, List<String> arguments) {
        showCommand(prefix, arguments);
        Gitops.Ended ended = who.run(arguments);
        (ended.out() + ended.err()).lines().forEach(this::show);
        requireStatus(expected, ended);
    }

    /** Starts the monitor, and reads what it tells of one environment. */
    MonitorReader monitor(Place place) {
        List<String> arguments = new ArrayList<>(List.of("monitor", "--repository", url()));
        nameCluster(arguments);
        showCommand("", arguments);
        return new MonitorReader(gitops.start(arguments), place, this::show);
    }

    private void showCommand(String prefix, List<String> arguments) {
        out.println("   $ " + prefix + "gitops "
                + arguments.stream()
                        .map(word -> word.contains(" ") ? "'" + word + "'" : word)
                        .collect(Collectors.joining(" ")));
        out.flush();
    }

    private void show(String line) {
        out.println("     " + line);
        out.flush();
    }

    /** Runs the command for its JSON, which is not shown. */
    JsonNode ask(int expected, List<String> arguments) throws IOException {
        Gitops.Ended ended = gitops.run(arguments);
        requireStatus(expected, ended);
        return new ObjectMapper().readTree(ended.out());
    }

    private static void requireStatus(int expected, Gitops.Ended ended) {
        Unproved.unless(
                ended.status() == expected,
                "the command ended with " + ended.status() + ", expected " + expected + ": "
                        + ended.err().strip());
    }

    /** The arguments of a promotion into an environment. */
    List<String> promotion(Place place, List<String> what) {
        List<String> arguments = new ArrayList<>(
                List.of("promote", "--repository", url(), "--application", Shop.NAME, "--to", place.environment()));
        arguments.addAll(what);
        return arguments;
    }

    /** The arguments of a command about one environment. */
    List<String> arguments(String command, Place place) {
        List<String> arguments = new ArrayList<>(List.of(
                command, "--repository", url(), "--application", Shop.NAME, "--environment", place.environment()));
        nameCluster(arguments);
        return arguments;
    }

    private void nameCluster(List<String> arguments) {
        if (!cluster.context().equals(DemoCluster.NAME)) {
            arguments.addAll(List.of("--cluster", DemoCluster.NAME + "=" + cluster.context()));
        }
    }
}
