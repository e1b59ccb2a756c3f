package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A process of several builds, each of which promotes its own application again and again. */
final class Crowd {
    private static final String READY = "ready";
    private static final int WARM_UP = 20;

    private final Process process;
    private final BufferedReader output;
    private final PrintWriter input;

    private Crowd(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.input = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts the process, which warms up on a branch of its own. */
    static Crowd start(String url, Path cache, int number) throws IOException {
        return new Crowd(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdBenchmark.class.getName(),
                        url,
                        cache.toString(),
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void awaitReady() throws IOException {
        if (!READY.equals(output.readLine())) {
            throw new IOException("A process of the crowd ended early");
        }
    }

    /**
     * Lets it promote.
     *
     * @param time of the first wave, in milliseconds since 1970
     * @param apart how many milliseconds a build comes after the one before
     */
    void begin(long time, int waves, int apart) {
        input.println(time + " " + waves + " " + apart);
    }

    /** How long each promotion took from the time it was due, in milliseconds; waits for the last. */
    List<Long> results() throws IOException, InterruptedException {
        List<Long> millis = output.lines().map(Long::valueOf).toList();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("A process of the crowd failed");
        }
        return millis;
    }

    static String warmUpBranch(int number) {
        return "warm-up-" + number;
    }

    /** The process itself. */
    static void main(String... arguments) throws Exception {
        int number = Integer.parseInt(arguments[2]);
        ExecutorService builds = Executors.newFixedThreadPool(CrowdBenchmark.BUILDS);
        try (Mirrors mirrors = new Mirrors(Path.of(arguments[1]));
                Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            Mirror mirror = mirrors.open(new RepositoryAccess(GitUrl.of(arguments[0], GitUrl.Allowed.HTTP)));
            for (int i = 0; i < WARM_UP; i++) {
                promote(promoter, mirror, warmUpBranch(number), number, i);
            }
            System.out.println(READY);
            String[] order =
                    new Scanner(System.in, StandardCharsets.UTF_8).nextLine().split(" ");
            List<Callable<List<Long>>> work = new ArrayList<>();
            for (int build = 0; build < CrowdBenchmark.BUILDS; build++) {
                int id = number * CrowdBenchmark.BUILDS + build;
                long first = Long.parseLong(order[0]) + Long.parseLong(order[2]) * id;
                work.add(() -> build(promoter, mirror, id, first, Integer.parseInt(order[1])));
            }
            for (Future<List<Long>> done : builds.invokeAll(work)) {
                done.get().forEach(System.out::println);
            }
        } finally {
            builds.shutdown();
        }
    }

    private static List<Long> build(Promoter promoter, Mirror mirror, int id, long first, int waves) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int wave = 0; wave < waves; wave++) {
            long due = first + (long) wave * CrowdBenchmark.WAVE_MILLIS;
            TimeUnit.MILLISECONDS.sleep(due - System.currentTimeMillis());
            promote(promoter, mirror, "main", id, wave);
            millis.add(System.currentTimeMillis() - due);
        }
        return millis;
    }

    private static void promote(Promoter promoter, Mirror mirror, String branch, int id, int wave) throws Exception {
        String version = "1." + wave;
        PromotionResult result = promoter.promote(
                mirror,
                new PromotionRequest(
                        id + "/" + wave,
                        branch,
                        PromotionRepository.imageTag(CrowdBenchmark.file(id), version),
                        "Promote app-" + id + " to " + version,
                        Trailers.of("app-" + id, "prod", version, "build " + wave)
                                .with(Trailer.ORDER, Integer.toString(wave + 1)),
                        new Person("Benchmark", "benchmark@example.com")),
                PromotionListener.NONE);
        if (result.verdict() != PromotionVerdict.PROMOTED) {
            throw new IllegalStateException(result.toString());
        }
    }
}
