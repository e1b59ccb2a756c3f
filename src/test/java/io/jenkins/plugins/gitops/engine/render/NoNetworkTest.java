package io.jenkins.plugins.gitops.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on this machine that Kustomize would ask, past every proxy, must not be asked. */
class NoNetworkTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private KustomizeCommand kustomize;

    @TempDir
    Path work;

    @BeforeEach
    void serve() throws IOException {
        Optional<TestbedBinaries> binaries = TestbedBinaries.find();
        if (!Boolean.getBoolean("testbed.required")) {
            assumeTrue(binaries.isPresent(), TestbedBinaries.HOW_TO_BUILD);
        }
        kustomize = new KustomizeCommand(binaries.orElseThrow().kustomize().toAbsolutePath());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] secret = "metadata of this machine".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, secret.length);
            exchange.getResponseBody().write(secret);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generators: [gen.yaml]",
                "ConfigMapGenerator: [{name: a, files: ['a=URL']}]",
                "configMapGenerator: [{name: b, literals: [a=b]}]\n---\nconfigMapGenerator: [{name: a, files: ['a=URL']}]",
                "configMapGenerator: [{name: a, files: ['a=URL']}]",
                "resources: ['URL']",
            })
    void isRefusedBeforeKustomizeRuns(String kustomization) {
        MemoryTree tree = new MemoryTree()
                .with("prod/kustomization.yaml", here(kustomization))
                .with("prod/gen.yaml", here(generator()));

        assertThatThrownBy(() -> new KustomizeRenderer(Optional.of(kustomize), DEADLINE).render(tree, "prod"))
                .isInstanceOf(RenderException.class)
                .hasMessageMatching("(?s).*(is remote|one map in one document).*");
        assertThat(requests).hasValue(0);
    }

    @Test
    void isOutOfReachOfAKustomizeThatAsks() throws Exception {
        NetworkNamespace network = NetworkNamespace.ofThisMachine();
        assumeTrue(!network.prefix().isEmpty(), "this machine allows no namespace without network");
        Path folder = Files.createDirectory(work.resolve("tree"));
        Files.writeString(folder.resolve("kustomization.yaml"), "generators: [gen.yaml]\n");
        Files.writeString(folder.resolve("gen.yaml"), here(generator()));

        assertThat(run(new NetworkNamespace(List.of()), folder)).contains("metadata of this machine");
        assertThat(requests).hasValue(1);

        assertThatThrownBy(() -> run(network, folder)).hasMessageContaining("Kustomize failed");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patches: [{patch: '{kind: Secret, stringData: {password: hunter2}', target: {kind: Secret}}]",
                "patches: [{path: p.yaml}]",
                "patchesStrategicMerge: ['{kind: Secret, stringData: {password: hunter2}']",
                "patchesStrategicMerge: [\"kind: Secret\\nstringData: {password: 'hunter2\"]",
                "secretGenerator: [{name: a, literals: [hunter2]}]",
            })
    void tellsNoValueOfASecret(String kustomization) {
        MemoryTree tree = new MemoryTree()
                .with("prod/kustomization.yaml", kustomization + "\n")
                .with("prod/p.yaml", "- {kind: Secret, stringData: {password: hunter2}}\n- [hunter2]\n");

        assertThatThrownBy(() -> new KustomizeRenderer(Optional.of(kustomize), DEADLINE).render(tree, "prod"))
                .hasMessageContaining("prod/kustomization.yaml failed: ")
                .hasMessageMatching("(?s).*Error: .*(unable to parse|invalid literal source|evalsymlink failure).*")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void runsAsItIsWhereTheMachineAllowsNoNamespace() {
        assertThat(NetworkNamespace.find(work.toString()).around(List.of("a", "b")))
                .containsExactly("a", "b");
    }

    private String run(NetworkNamespace network, Path folder) throws IOException {
        Path own = Files.createTempDirectory(work, "run");
        return new String(
                new OfflineProcess(own, DEADLINE, network).run("Kustomize", folder, kustomize.build(folder)),
                StandardCharsets.UTF_8);
    }

    private static String generator() {
        return "{apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: a}, files: ['a=URL']}";
    }

    private String here(String text) {
        return text.replace("URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/a.yaml");
    }
}
