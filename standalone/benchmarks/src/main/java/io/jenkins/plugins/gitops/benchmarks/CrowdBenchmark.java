package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * 500 promotions a minute into one branch over smart HTTP, from 32 builds in 4 processes: in waves, all builds at once,
 * and spread evenly. Then 32 shells that commit, pull, rebase and push. Whatever arrives twice, out of order or not at
 * all ends the benchmark. Targets for the waves: under 0.2 pushes a promotion, half of them in 0.5 s, 99 of 100 in 3 s.
 *
 * <p>Spread evenly, a process has two promotions a second: 0.2 pushes each would mean to hold most of them back for
 * longer than half a second, so there the pushes are told and not held against a target.
 */
public final class CrowdBenchmark {
    static final int PROCESSES = 4;
    static final int BUILDS = 8;
    static final int WAVE_MILLIS = 60_000 * PROCESSES * BUILDS / 500;

    private static final String WAVES = "gitops, 32 at once every 3.84 s";
    private static final String SPREAD = "gitops, one every 120 ms";
    private static final String SHELL = "pull --rebase and push, 32 shells";
    private static final String EACH = ", pushes a promotion";
    private static final int FULL = 47;
    private static final int SHORT = 8;

    private final Measurement measurement = new Measurement("crowd");

    private CrowdBenchmark() {}

    /** Runs so many waves, three minutes of them where no number is given; ends with 1 where a ratio is missed. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length > 1) {
            Crowd.main(arguments);
            return;
        }
        System.exit(new CrowdBenchmark().run(arguments.length == 0 ? FULL : Integer.parseInt(arguments[0])) ? 0 : 1);
    }

    private boolean run(int waves) throws Exception {
        Path folder = Files.createTempDirectory("crowd-benchmark");
        measurement.version("git", GitCommand.in(folder).run("--version"));
        try (GitHttpServer server = GitHttpServer.start()) {
            crowd(server, "waves", folder, WAVES, waves, 0);
            crowd(server, "spread", folder, SPREAD, Math.max(2, waves / 3), WAVE_MILLIS / (PROCESSES * BUILDS));
            shells(server, folder, waves > SHORT ? 5 : 1);
        }
        measurement.atMost(WAVES + EACH, 0.2);
        measurement.atMost(WAVES, 500);
        measurement.atMost(percentile(WAVES), 3_000);
        measurement.timesFaster(WAVES, SHELL, 3);
        measurement.timesFaster(WAVES + EACH, SHELL + EACH, 10);
        return measurement.finish();
    }

    private void crowd(GitHttpServer server, String repository, Path folder, String serie, int waves, int apart)
            throws Exception {
        create(server, repository);
        List<Crowd> crowds = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            crowds.add(Crowd.start(server.url(repository), folder.resolve(repository + process), process));
        }
        for (Crowd crowd : crowds) {
            crowd.awaitReady();
        }
        server.forget();
        long begin = System.currentTimeMillis() + 500;
        for (Crowd crowd : crowds) {
            crowd.begin(begin, waves, apart);
        }
        List<Long> millis = new ArrayList<>();
        for (Crowd crowd : crowds) {
            millis.addAll(crowd.results());
        }
        add(serie, millis, waves * PROCESSES * BUILDS, pushes(server));
        verify(server, repository, waves);
    }

    private void shells(GitHttpServer server, Path folder, int promotions) throws Exception {
        create(server, "shells");
        List<ShellLoop> shells = new ArrayList<>();
        for (int shell = 0; shell < PROCESSES * BUILDS; shell++) {
            shells.add(ShellLoop.clone(server.url("shells"), folder.resolve("shell-" + shell), file(shell)));
        }
        server.forget();
        for (ShellLoop shell : shells) {
            shell.begin(promotions);
        }
        List<Long> millis = new ArrayList<>();
        for (ShellLoop shell : shells) {
            millis.addAll(shell.results());
        }
        add(SHELL, millis, promotions * shells.size(), pushes(server));
    }

    private void add(String serie, List<Long> millis, int wanted, long pushes) {
        List<Long> sorted = millis.stream().sorted().toList();
        sorted.forEach(each -> measurement.add(serie, "ms", each));
        measurement.add(percentile(serie), "ms", sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
        measurement.add(serie + ", arrived of " + wanted, "", sorted.size());
        measurement.add(serie + EACH, "", (double) pushes / sorted.size());
    }

    private static String percentile(String serie) {
        return serie + ", 99 of 100 within";
    }

    private static long pushes(GitHttpServer server) {
        return server.requests().stream()
                .filter(request -> request.startsWith("POST") && request.endsWith("git-receive-pack"))
                .count();
    }

    private static void create(GitHttpServer server, String repository) throws IOException {
        Map<String, String> files = new HashMap<>();
        for (int build = 0; build < PROCESSES * BUILDS; build++) {
            files.put(file(build), "image:\n  repository: registry.example.com/app\n  tag: \"0\"\n");
        }
        server.createRepository(repository, files);
        GitCommand git = server.repositories().git(repository);
        for (int process = 0; process < PROCESSES; process++) {
            git.run("branch", Crowd.warmUpBranch(process), "main");
        }
    }

    static String file(int build) {
        return "apps/app-" + build + "/values.yaml";
    }

    /** Git itself is asked: every promotion once, and those of an application in their order. */
    private static void verify(GitHttpServer server, String repository, int waves) {
        GitCommand git = server.repositories().git(repository);
        Set<String> seen = new HashSet<>();
        Map<String, Integer> last = new HashMap<>();
        for (String id : git.run("log", "--reverse", "--format=%(trailers:key=Gitops-Promotion-Id,valueonly)", "main")
                .split("\n")) {
            if (id.isBlank()) {
                continue;
            }
            String[] parts = id.split("/");
            int wave = Integer.parseInt(parts[1]);
            if (!seen.add(id) || last.getOrDefault(parts[0], -1) >= wave) {
                throw new IllegalStateException(id + " is there twice, or out of order");
            }
            last.put(parts[0], wave);
        }
        if (seen.size() != waves * PROCESSES * BUILDS) {
            throw new IllegalStateException(seen.size() + " promotions arrived");
        }
        git.run("fsck", "--strict");
    }
}
