package io.jenkins.plugins.gitops.engine.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments that stand on tags, on a real Git server. */
class EnvironmentRefTest {
    private static final String CONFIGURATION = """
            applications:
              - name: shop
                source: {path: deploy}
                environments:
                  - {name: dev, branch: main, destination: {cluster: dev}}
                  - {name: prod, tag: shop/v*, destination: {cluster: prod}}
                  - {name: live, tag: live, destination: {cluster: prod}}
            """;

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private GitCommand git;
    private ConfigRepository config;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("gitops.yaml", CONFIGURATION, "deploy/a.yaml", settings("start")));
        git = server.repositories().git("config");
        config = new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private static String settings(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    }

    private EnvironmentSource source(String environment) throws IOException {
        Application shop = config.application("shop");
        return config.source(shop, config.environment(shop, environment), Renderers.with(Optional.empty()));
    }

    private String version(String tag, String name) throws IOException {
        String commit = server.commitDirectly("config", "main", Map.of("deploy/a.yaml", settings(name)));
        git.run("tag", "-a", "-m", name, tag, commit);
        return commit;
    }

    @Test
    void standsAtTheNewestVersionBelowItsPrefix() throws IOException {
        version("shop/v1.9.0", "nine");
        String newest = version("shop/v1.10.0", "ten");
        version("shop/v2.0.0-rc.1", "candidate");
        version("mail/v3.0.0", "mail");
        version("shop/vendor", "no-version");
        EnvironmentSource prod = source("prod");
        server.forget();

        assertThat(prod.tip()).isEqualTo(newest);
        assertThat(server.requests()).as("a look, and a fetch").hasSizeLessThanOrEqualTo(4);
        server.forget();
        assertThat(prod.tip()).isEqualTo(newest);
        assertThat(server.requests()).as("a look").hasSize(2);
        assertThat(prod.ref()).isEqualTo("shop/v*");
        assertThat(prod.desired(newest).resources()).extracting(Resource::name).containsExactly("ten");
        assertThat(prod.commit("shop/v2.0.0-rc.1"))
                .as("asked for by name")
                .isEqualTo(git.run("rev-parse", "shop/v2.0.0-rc.1^{commit}"));

        String next = version("shop/v1.10.1", "eleven");
        assertThat(prod.tip()).isEqualTo(next);
        assertThat(prod.isAncestor(newest, next)).isTrue();
    }

    @Test
    void oneQuestionTellsWhereAllOfThemStand() throws IOException {
        String prod = version("shop/v1.10.0", "ten");
        version("shop/v2.0.0-rc.1", "candidate");
        String live = version("live", "live");
        String dev = server.commitDirectly("config", "main", Map.of("deploy/a.yaml", settings("dev")));
        Application shop = config.application("shop");
        Set<String> asked = new HashSet<>(config.asked());
        shop.environments().forEach(environment -> asked.add(EnvironmentRef.asked(environment)));
        server.forget();

        RefSnapshot refs = config.mirror().snapshot(asked);
        Map<String, String> tips = new HashMap<>();
        for (Environment environment : shop.environments()) {
            tips.put(
                    environment.name(),
                    config.source(shop, environment, Renderers.with(Optional.empty()), refs)
                            .tip(refs));
        }

        assertThat(tips).isEqualTo(Map.of("dev", dev, "prod", prod, "live", live));
        assertThat(server.requests()).as("a look").hasSize(2);
        assertThat(config.configuration(refs).applications()).hasSize(1);
    }

    @Test
    void takesAPreReleaseWhereThereIsNoRelease() throws IOException {
        version("shop/v1.0.0-rc.2", "two");
        String newest = version("shop/v1.0.0-rc.10", "ten");

        assertThat(source("prod").tip()).isEqualTo(newest);
    }

    @Test
    void standsAtTheTagThatMoves() throws IOException {
        String first = version("live", "first");
        EnvironmentSource live = source("live");
        assertThat(live.tip()).isEqualTo(first);

        String next = server.commitDirectly("config", "main", Map.of("deploy/a.yaml", settings("next")));
        git.run("tag", "-f", "live", next);

        assertThat(live.tip()).isEqualTo(next);
        assertThat(live.ref()).isEqualTo("live");
    }

    @Test
    void saysWhichTagIsMissing() throws IOException {
        git.run("tag", "shop/vnext", "main");

        assertThatThrownBy(() -> source("prod").tip())
                .isInstanceOf(GitException.class)
                .hasMessageContaining("no tag of a semantic version below refs/tags/shop/v*")
                .hasMessageContaining("environment prod");
        assertThatThrownBy(() -> source("live").tip()).hasMessageContaining("no refs/tags/live");
    }
}
