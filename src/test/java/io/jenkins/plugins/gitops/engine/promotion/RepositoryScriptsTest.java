package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wait goes by the health scripts that the config repository keeps for kinds of its own. */
@Timeout(120)
class RepositoryScriptsTest extends OnGitAndCluster {
    private static final String SCRIPT = """
            if obj.spec.broken then
              return {status = 'Degraded', message = 'the bulb is broken'}
            end
            return {status = 'Healthy', message = 'it shines'}
            """;

    private RepositoryScripts scripts;

    RepositoryScriptsTest(ControlPlane plane) {
        super(plane);
    }

    @BeforeEach
    void start() throws Exception {
        scripts = new RepositoryScripts(clock);
        plane.kubectl().apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: bulbs.NS.test}
                spec:
                  group: NS.test
                  scope: Namespaced
                  names: {kind: Bulb, plural: bulbs}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.replace("NS", namespace));
        plane.kubectl()
                .output("wait", "crd/bulbs." + namespace + ".test", "--for=condition=Established", "--timeout=30s");
        server.createRepository("config", Map.of("gitops.yaml", """
                        applications:
                          - name: shop
                            environments:
                              - name: prod
                                branch: env/prod
                                destination: {cluster: test, namespace: %s}
                                delivery: jenkins
                                sync: {automated: true, retry: {limit: 0}}
                                health: {steady: 1s}
                        """.formatted(namespace)));
    }

    @Test
    void isLiveOnlyWhereTheScriptSaysSo() throws Exception {
        script(SCRIPT);
        WaitResult degraded = waitFor(bulb(true));
        assertThat(degraded.verdict()).as(degraded.toString()).isNotEqualTo(WaitVerdict.LIVE);
        assertThat(degraded.toString()).contains("the bulb is broken");

        WaitResult live = waitFor(bulb(false));
        assertThat(live.verdict()).as(live.toString()).isEqualTo(WaitVerdict.LIVE);
    }

    @Test
    void isNotLiveByABrokenScript() throws Exception {
        script("return =");

        WaitResult unknown = waitFor(bulb(false));

        assertThat(unknown.verdict()).as(unknown.toString()).isNotEqualTo(WaitVerdict.LIVE);
        assertThat(unknown.toString()).contains(".gitops/health/" + namespace + ".test/Bulb/health.lua:1:");
    }

    @Test
    void readsATreeOfScriptsOnce() throws Exception {
        script(SCRIPT);
        var first = scripts.of(config());
        server.commitDirectly("config", "main", Map.of("other.txt", "x"));
        assertThat(scripts.of(config())).isSameAs(first);

        script(SCRIPT + "-- changed\n");
        assertThat(scripts.of(config())).isNotSameAs(first);
    }

    private void script(String lua) throws Exception {
        server.commitDirectly("config", "main", Map.of(".gitops/health/" + namespace + ".test/Bulb/health.lua", lua));
    }

    private String bulb(boolean broken) throws Exception {
        return server.commitDirectly(
                "config",
                "env/prod",
                Map.of(
                        "bulb.yaml",
                        "{apiVersion: %s.test/v1, kind: Bulb, metadata: {name: a}, spec: {broken: %s}}\n"
                                .formatted(namespace, broken)));
    }

    private ConfigRepository config() throws Exception {
        return new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    private WaitResult waitFor(String commit) throws Exception {
        ConfigRepository config = config();
        var application = config.application("shop");
        LiveEnvironment live = new LiveEnvironment(
                config.source(application, config.environment(application, "prod"), Renderers.with(Optional.empty())),
                cluster,
                cluster,
                new Tracking("test", "shop", namespace),
                new DeliveryTurns(),
                scripts.of(config),
                clock);
        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = live.waitFor(commit, Duration.ofSeconds(15), loop::changed)) {
            return loop.run(wait, status -> {});
        }
    }
}
