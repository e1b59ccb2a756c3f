package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An environment of one namespace that is synced again and again. */
final class SyncTestbed {
    static final SyncPolicy PRUNING = policy(true, false, 0);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final HealthRules RULES = HealthRules.of(HealthPolicy.Rules.ARGOCD, HealthScripts.none(), CLOCK);

    final Cluster cluster;
    final String namespace;
    final Tracking tracking;

    SyncTestbed(Cluster cluster, String namespace) {
        this(cluster, namespace, "shop");
    }

    SyncTestbed(Cluster cluster, String namespace, String application) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.tracking = new Tracking("test", application, namespace);
    }

    static SyncPolicy policy(boolean prune, boolean allowEmpty, int retries) {
        return new SyncPolicy(
                false,
                false,
                prune,
                false,
                allowEmpty,
                new SyncPolicy.Retry(retries, Duration.ofSeconds(5), 2, Duration.ofMinutes(3)));
    }

    HealthRules rules() {
        return RULES;
    }

    Syncer syncer() {
        return new Syncer(cluster, RULES, (desired, live) -> false);
    }

    SyncResult sync(String yaml) {
        return sync(PRUNING, yaml);
    }

    SyncResult sync(SyncPolicy policy, String yaml) {
        return syncer().sync(request(policy, false, yaml), CLOCK);
    }

    SyncRequest request(SyncPolicy policy, boolean dryRun, String yaml) {
        return new SyncRequest(
                placed(yaml),
                namespace,
                tracking,
                policy,
                false,
                dryRun,
                CLOCK.instant().plusSeconds(60));
    }

    /** The manifests of a text, in the namespace where they name none; NS stands for it. */
    List<Resource> placed(String yaml) {
        try {
            return Manifests.read("test.yaml", yaml.replace("NS", namespace).getBytes(StandardCharsets.UTF_8)).stream()
                    .map(resource -> resource.kind().matches("Namespace|CustomResourceDefinition|ClusterRole")
                                    || !resource.namespace().isEmpty()
                            ? resource
                            : resource.with(namespace, "metadata", "namespace"))
                    .toList();
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String configMap(String name, String value, String... annotations) {
        return """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, annotations: {%s}}
                data: {value: "%s"}
                """.formatted(name, String.join(", ", annotations), value);
    }

    static String secret(String name) {
        return "---\n{apiVersion: v1, kind: Secret, metadata: {name: %s}, stringData: {a: b}}\n".formatted(name);
    }

    static String wave(int number) {
        return "argocd.argoproj.io/sync-wave: \"" + number + "\"";
    }
}
