package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.jgit.lib.Constants;

/**
 * One image tag promoted over smart HTTP on loopback, in a process that is warm; beside it, in turns, the same with a
 * fresh shallow clone, with a kept clone and plumbing commands, and the bare push of a finished pack. Targets: 45 ms
 * and 20 kB, ten times the first peer, three times the second; the first promotion of a fresh process in a second. 45 ms
 * are meant for a machine on which the bare push takes 22, so twice a bare push is what is held on any.
 */
public final class PromotionBenchmark {
    private static final String OURS = "gitops promote, warm";
    private static final String CLONE = "git clone --depth 1, sed, commit, push";
    private static final String EXPERT = "kept clone, plumbing, push";
    private static final String BARE = "bare push of the finished pack";
    private static final String UNREAD = "gitops promote, warm, a file never read before";
    private static final String OUR_BYTES = "gitops promote, on the wire";
    private static final String FRESH = "gitops promote, fresh process, no mirror";
    private static final String FRESH_MIRROR = "gitops promote, fresh process, mirror there";
    private static final String BARE_JVM = "first promotion of a JVM without class data, no mirror";
    private static final String BARE_JVM_MIRROR = "first promotion of a JVM without class data, mirror there";
    private static final int WARM_UP = 60;
    private static final int APPLICATIONS = 10;
    private static final int OURS_PER_ROUND = 3;

    private final Measurement measurement = new Measurement("promotion");
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private int counter;
    private int unread;

    private PromotionBenchmark() {}

    /** Runs so many rounds, 15 where no number is given; ends with 1 where a ratio is missed. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length == 3) {
            promoteOnce(arguments[0], Path.of(arguments[1]), arguments[2]);
            return;
        }
        int rounds = arguments.length == 0 ? 15 : Integer.parseInt(arguments[0]);
        System.exit(new PromotionBenchmark().run(rounds) ? 0 : 1);
    }

    /** Runs so many rounds; false where a ratio is missed. */
    static boolean holds(int rounds) throws Exception {
        return new PromotionBenchmark().run(rounds);
    }

    private boolean run(int rounds) throws Exception {
        Path folder = Files.createTempDirectory("promotion-benchmark");
        measurement.version("git", GitCommand.in(folder).run("--version"));
        measurement.version("jgit", String.valueOf(Constants.class.getPackage().getImplementationVersion()));
        try (GitHttpServer server = GitHttpServer.start();
                Mirrors mirrors = new Mirrors(folder.resolve("mirrors"))) {
            PromotionRepository.create(server, "config");
            Mirror mirror = mirrors.open(server.access("config"));
            PromotionPeers peers = new PromotionPeers(server.url("config"), folder);
            for (int i = 0; i < WARM_UP; i++) {
                promote(promoter, mirror, file(i % APPLICATIONS), version());
            }
            for (int round = 0; round < rounds; round++) {
                round(server, mirror, peers);
            }
            Launcher.run(Launcher.command("--version")); // builds the command, and its class archive
            for (int i = 0; i < Math.min(5, rounds); i++) {
                fresh(FRESH, server, folder.resolve("fresh-" + i));
                fresh(FRESH_MIRROR, server, folder.resolve("fresh-" + i));
                freshJvm(BARE_JVM, server, folder.resolve("bare-" + i));
                freshJvm(BARE_JVM_MIRROR, server, folder.resolve("bare-" + i));
            }
            server.repositories().git("config").run("fsck", "--strict");
        }
        measurement.atMost(OURS, 45);
        measurement.atMost(OUR_BYTES, 20_000);
        measurement.timesFaster(OURS, CLONE, 10);
        measurement.timesFaster(OURS, EXPERT, 3);
        measurement.timesFaster(OURS, BARE, 0.49);
        measurement.atMost(FRESH, 1_000);
        measurement.atMost(FRESH_MIRROR, 1_000);
        return measurement.finish();
    }

    private void round(GitHttpServer server, Mirror mirror, PromotionPeers peers) throws Exception {
        // what the peers pushed is fetched first: the mirror has the tip when the time is taken
        promote(promoter, mirror, file(0), version());
        for (int i = 0; i < OURS_PER_ROUND; i++) {
            server.forget();
            measurement.time(OURS, () -> promote(promoter, mirror, file(counter % APPLICATIONS), version()));
            measurement.add(OUR_BYTES, "B", server.bytes());
        }
        measurement.time(UNREAD, () -> promote(promoter, mirror, file(APPLICATIONS + unread++), version()));
        String version = version();
        server.forget();
        measurement.time(CLONE, () -> peers.cloneLoop(file(0), version));
        measurement.add(CLONE + ", on the wire", "B", server.bytes());
        peers.cleanUp(version);
        server.forget();
        measurement.time(EXPERT, () -> peers.expert(file(0), version()));
        measurement.add(EXPERT + ", on the wire", "B", server.bytes());
        byte[] push = peers.preparePush(file(0), version());
        server.forget();
        measurement.time(BARE, () -> peers.push(push));
        measurement.add(BARE + ", on the wire", "B", server.bytes());
    }

    private void fresh(String serie, GitHttpServer server, Path cache) throws Exception {
        List<String> promote = Launcher.command(
                "promote",
                "--repository",
                server.url("config"),
                "--cache",
                cache.toString(),
                "--set",
                PromotionRepository.path(1, 1, 1) + "#image.tag=" + version());
        measurement.time(serie, () -> Launcher.run(promote));
    }

    private void freshJvm(String serie, GitHttpServer server, Path cache) throws Exception {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                PromotionBenchmark.class.getName(),
                server.url("config"),
                cache.toString(),
                version());
        measurement.time(serie, () -> Launcher.run(java));
    }

    private static void promoteOnce(String url, Path cache, String version) throws Exception {
        try (Mirrors mirrors = new Mirrors(cache)) {
            Mirror mirror = mirrors.open(new RepositoryAccess(GitUrl.of(url, GitUrl.Allowed.HTTP)));
            promote(Promoter.onOwnThreads(Clock.systemUTC()), mirror, PromotionRepository.path(1, 1, 1), version);
        }
    }

    private String version() {
        return "2." + ++counter + ".0";
    }

    private static String file(int number) {
        return PromotionRepository.path(
                number % PromotionRepository.APPLICATIONS,
                number / PromotionRepository.APPLICATIONS % PromotionRepository.ENVIRONMENTS,
                number % PromotionRepository.FILES);
    }

    private static void promote(Promoter promoter, Mirror mirror, String file, String version) throws Exception {
        PromotionResult result = promoter.promote(
                mirror,
                new PromotionRequest(
                        "benchmark " + version,
                        "main",
                        PromotionRepository.imageTag(file, version),
                        "Promote app to " + version,
                        Trailers.of("app", "prod", version, "benchmark"),
                        new Person("Benchmark", "benchmark@example.com")),
                PromotionListener.NONE);
        if (result.verdict() != PromotionVerdict.PROMOTED) {
            throw new IllegalStateException(result.toString());
        }
    }
}
