package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Connections to the testbed, and what tests write there. */
public final class Clusters {
    public static final GroupKind CONFIG_MAP = new GroupKind("", "ConfigMap");
    public static final GroupKind SECRET = new GroupKind("", "Secret");
    public static final GroupKind DEPLOYMENT = new GroupKind("apps", "Deployment");

    private Clusters() {}

    /** As the administrator. */
    public static KubernetesCluster connect(ControlPlane plane) throws ClusterException {
        return connect(plane, plane.admin());
    }

    public static KubernetesCluster connect(ControlPlane plane, User user) throws ClusterException {
        return new KubernetesCluster(access(plane, user), Clock.systemUTC());
    }

    static ClusterAccess access(ControlPlane plane, User user) {
        return new ClusterAccess(
                "test", plane.server(), Optional.of(plane.authority().pem()), ClusterCredential.token(user.token()));
    }

    static ClusterAccess impatient(ClusterAccess access) {
        return access.withTimeouts(
                new ClusterAccess.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    /** The one object of a manifest. */
    public static Resource resource(String yaml) {
        try {
            return Manifests.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                    .get(0);
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Resource configMap(String namespace, String name, String value) {
        return resource("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: %s}
                data: {value: "%s"}
                """.formatted(name, namespace, value));
    }
}
