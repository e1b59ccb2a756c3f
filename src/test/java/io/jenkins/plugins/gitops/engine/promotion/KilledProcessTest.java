package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random points: nothing promoted twice, nothing lost, no mirror that needs a hand. */
class KilledProcessTest {
    private static final int LONGEST_LIFE_MILLIS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void losesNothingWhenKilled() throws Exception {
        killed(8);
    }

    @Test
    @Tag("nightly")
    void losesNothingWhenKilledAHundredTimes() throws Exception {
        killed(100);
    }

    private void killed(int times) throws Exception {
        long seed = System.nanoTime();
        Logger.getLogger(KilledProcessTest.class.getName()).info("Kills by seed " + seed);
        Random random = new Random(seed);
        try (GitHttpServer server = GitHttpServer.start()) {
            server.createRepository("config", Map.of("prod/app.yaml", "tag: 0\n"));
            for (int kill = 0; kill < times; kill++) {
                Process process = start(server, Integer.MAX_VALUE);
                // from the moment it runs, so that a kill falls anywhere in a promotion and not into the JVM's start
                assertThat(process.getInputStream().read()).isEqualTo('s');
                assertThat(process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS))
                        .as("ended by itself")
                        .isFalse();
                process.destroyForcibly().waitFor();
            }
            int reached = Integer.parseInt(
                    Files.exists(state()) ? Files.readString(state()).split(" ")[0] : "0");
            int end = reached + 3;
            assertThat(start(server, end).waitFor()).isZero();
            assertEverythingOnce(server, end);
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Process start(GitHttpServer server, int end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PromotingProcess.class.getName(),
                        server.url("config"),
                        folder.resolve("mirrors").toString(),
                        state().toString(),
                        Integer.toString(end))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void assertEverythingOnce(GitHttpServer server, int end) {
        GitCommand.in(folder).run("clone", "--quiet", server.url("config"), "clone");
        GitCommand clone = GitCommand.in(folder.resolve("clone"));
        clone.run("fsck", "--strict");
        List<String> promoted = clone.run("log", "--reverse", "--format=%(trailers:key=Gitops-Promotion-Id,valueonly)")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(promoted)
                .containsExactlyElementsOf(
                        IntStream.range(0, end).mapToObj(n -> "kill#" + n).toList());
        assertThat(clone.run("show", "HEAD:prod/app.yaml")).isEqualTo("tag: n" + (end - 1));
    }
}
