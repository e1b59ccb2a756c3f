package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.testbed.ControlPlane.Extent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control planes whose servers are stopped, killed or looked at; each test starts its own. */
@OnTestbed
class ControlPlaneServersTest {
    private final TestbedBinaries binaries;

    ControlPlaneServersTest(TestbedBinaries binaries) {
        this.binaries = binaries;
    }

    @Test
    void keepsDataAndAddressOverARestartOfTheApiServer() throws Exception {
        try (ControlPlane plane = ControlPlane.start(binaries, Extent.WORKLOADS)) {
            Kubectl kubectl = plane.kubectl();
            String namespace = plane.namespace("restart");
            kubectl.output("create", "configmap", "kept", "-n", namespace);

            plane.stopApiServer();
            Kubectl.Result away = kubectl.run("get", "configmap", "kept", "-n", namespace);
            plane.startApiServer();

            assertThat(away.exit()).isNotZero();
            assertThat(away.err()).contains("refused");
            assertThat(kubectl.output("get", "configmap", "kept", "-n", namespace, "-o", "name"))
                    .isEqualToIgnoringNewLines("configmap/kept");
            kubectl.apply(Workload.deployment("after", 1), "-n", namespace);
            assertThat(kubectl.output("rollout", "status", "deployment/after", "-n", namespace, "--timeout=60s"))
                    .contains("successfully rolled out");
        }
    }

    @Test
    void doesNotCollideWithAnother() throws Exception {
        CompletableFuture<ControlPlane> starting = CompletableFuture.supplyAsync(this::startApi);
        try (ControlPlane one = startApi();
                ControlPlane other = starting.join()) {
            one.createNamespace("only-here");

            assertThat(one.server()).isNotEqualTo(other.server());
            assertThat(one.kubectl().run("get", "namespace", "only-here").exit())
                    .isZero();
            assertThat(other.kubectl().run("get", "namespace", "only-here").err())
                    .contains("NotFound");
            assertThat(other.kubectl(one.admin()).run("get", "namespaces").err())
                    .contains("Unauthorized");
        }
    }

    @Test
    void listensOnLoopbackAlone() throws Exception {
        try (ControlPlane plane = ControlPlane.start(binaries, Extent.WORKLOADS)) {
            Set<String> listening = listening(plane.processes());

            // As the kernel writes 127.0.0.1 and the port: a little-endian address, in hexadecimal.
            assertThat(listening)
                    .containsExactly("0100007F:%04X".formatted(plane.server().getPort()));
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        ControlPlane plane = ControlPlane.start(binaries, Extent.WORKLOADS);
        List<Long> processes = plane.processes();
        Path folder = plane.folder();
        assertThat(processes).hasSize(5).allMatch(ControlPlaneServersTest::isAlive);
        assertThat(folder).isDirectory();

        plane.close();
        plane.close();

        assertThat(processes).noneMatch(ControlPlaneServersTest::isAlive);
        assertThat(folder).doesNotExist();
    }

    @Test
    void endsWithAKilledJvm() throws Exception {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-D" + TestbedBinaries.FOLDER_PROPERTY + "=" + binaries.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Standalone.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = jvm.inputReader()) {
            List<Long> processes =
                    Stream.of(out.readLine().split(",")).map(Long::valueOf).toList();
            assertThat(processes).hasSize(5).allMatch(ControlPlaneServersTest::isAlive);

            jvm.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(processes).noneMatch(ControlPlaneServersTest::isAlive));
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void saysWhichServerDidNotStartAndWhy(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("controlplane"), "#!/bin/sh\necho no space left\nexit 3\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> ControlPlane.start(new TestbedBinaries(folder), Extent.API))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("etcd", "status 3", "no space left");
    }

    /** A JVM with a control plane and nothing else; prints the ids of its processes and waits to be killed. */
    static final class Standalone {
        public static void main(String[] arguments) throws Exception {
            ControlPlane plane = ControlPlane.start(TestbedBinaries.find().orElseThrow(), Extent.WORKLOADS);
            System.out.println(plane.processes().stream().map(String::valueOf).collect(Collectors.joining(",")));
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    private ControlPlane startApi() {
        try {
            return ControlPlane.start(binaries, Extent.API);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The TCP addresses on which any of these processes listens (proc(5): state 0A is LISTEN). */
    private static Set<String> listening(List<Long> processes) throws IOException {
        Set<String> sockets = processes.stream()
                .flatMap(process -> openFiles(Path.of("/proc/" + process + "/fd")))
                .filter(file -> file.startsWith("socket:["))
                .map(file -> file.substring("socket:[".length(), file.length() - 1))
                .collect(Collectors.toSet());
        try (Stream<String> ipv4 = Files.lines(Path.of("/proc/self/net/tcp"));
                Stream<String> ipv6 = Files.lines(Path.of("/proc/self/net/tcp6"))) {
            return Stream.concat(ipv4, ipv6)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[3].equals("0A") && sockets.contains(columns[9]))
                    .map(columns -> columns[1])
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> openFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream().flatMap(file -> {
                try {
                    return Stream.of(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    return Stream.empty();
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
