package io.jenkins.plugins.gitops.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which environments a version reached, on a real Git server. */
class ArrivalsTest {
    private static final SemanticVersion VERSION =
            SemanticVersion.parse("1.1.0").orElseThrow();

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private GitCommand git;
    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("gitops.yaml", """
                applications:
                  - name: shop
                    environments:
                      - {name: dev, folder: envs/dev, destination: {cluster: dev}}
                      - {name: qa, branch: env/qa, destination: {cluster: dev}}
                      - {name: gone, branch: env/gone, destination: {cluster: dev}}
                      - {name: stage, tag: stage, destination: {cluster: dev}}
                      - {name: prod, tag: shop/v*, destination: {cluster: dev}}
                """));
        git = server.repositories().git("config");
        mirror = mirrors.open(server.access("config"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private String promote(String branch, String environment, String version) throws IOException {
        return server.repositories()
                .commit("config", branch, Map.of(environment, version), """
                        Promote

                        Gitops-Application: shop
                        Gitops-Environment: %s
                        Gitops-Version: %s
                        """.formatted(environment, version));
    }

    private Application shop() throws IOException {
        return new ConfigRepository(mirror, null).application("shop");
    }

    @Test
    void areReadFromBranchesAndTags() throws IOException {
        promote("main", "dev", "registry.example.com/web:1.1.0");
        String commit = promote("main", "dev", "registry.example.com/web:1.2.0");
        git.run("branch", "env/qa", "main~2");
        promote("env/qa", "qa", "v1.1.0");

        assertThat(Arrivals.of(mirror, shop(), VERSION, commit))
                .extracting(Arrival::environment, Arrival::version)
                .containsExactly(tuple("dev", "registry.example.com/web:1.1.0"), tuple("qa", "v1.1.0"));

        git.run("tag", "-a", "-m", "Stage", "stage", commit);
        git.run("tag", "-a", "-m", "Release", "shop/v1.1.0", commit);
        assertThat(Arrivals.of(mirror, shop(), VERSION, commit))
                .filteredOn(arrival -> arrival.time() != null)
                .extracting(Arrival::environment)
                .containsExactly("dev", "qa", "stage", "prod");

        git.run("tag", "-f", "-a", "-m", "Stage", "stage", "main~2");
        assertThat(Arrivals.of(mirror, shop(), VERSION, commit))
                .extracting(Arrival::environment)
                .containsExactly("dev", "qa", "prod");
    }

    @Test
    void ofARangeTheLastCount() throws IOException {
        String start = mirror.resolve("main").orElseThrow();
        promote("main", "dev", "web:1");
        promote("main", "dev", "web:2");
        String end = promote("main", "qa", "web:1");
        mirror.resolve("main");

        Release release = new Release(
                null,
                mirror.log(start, end, Set.of(), 10),
                Release.between(mirror, "shop", Set.of(), null, end).arrivals());
        assertThat(release.arrivals())
                .extracting(Arrival::environment, Arrival::version)
                .containsExactly(tuple("qa", "web:1"), tuple("dev", "web:2"));
        assertThat(release.notes("shop/v1.0.0").text()).contains("3 promotions").contains("- dev: web:2 (");
        assertThat(Release.between(mirror, "mail", Set.of(), null, end).arrivals())
                .isEmpty();
    }
}
