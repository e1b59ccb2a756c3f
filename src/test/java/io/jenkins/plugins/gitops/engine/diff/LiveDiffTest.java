package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Kubectl;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind as a real API server and its controllers leave it; changed by hand with kubectl. */
@OnTestbed
class LiveDiffTest {
    private static final Differ DIFFER = new Differ(List.of());

    enum Way {
        CLIENT_SIDE_APPLY("apply"),
        SERVER_SIDE_APPLY("apply", "--server-side", "--field-manager=gitops-stages"),
        CREATE("create");

        private final List<String> command;

        Way(String... command) {
            this.command = List.of(command);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyTouchedIsNoDifference(Way way, ControlPlane plane) throws Exception {
        String namespace = plane.namespace("diff");
        Kubectl kubectl = plane.kubectl();
        String manifests = manifests(namespace);
        try {
            deliver(kubectl, way, namespace, manifests);
            assertThat(differences(kubectl, namespace, manifests)).isEmpty();

            kubectl.output("-n", namespace, "rollout", "status", "deployment/plain", "--timeout=90s");
            assertThat(differences(kubectl, namespace, manifests)).isEmpty();
        } finally {
            kubectl.runWith(manifests, "-n", namespace, "delete", "--wait=false", "-f", "-");
        }
    }

    @Test
    void whatAHandChangedIsExactlyTheDifference(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("diff");
        Kubectl kubectl = plane.kubectl();
        String manifests = manifests(namespace);
        try {
            deliver(kubectl, Way.SERVER_SIDE_APPLY, namespace, manifests);
            by(kubectl, namespace, "scale", "deployment/web", "--replicas=5");
            by(kubectl, namespace, "set", "image", "deployment/recreate", "one=one:2");
            by(kubectl, namespace, "set", "env", "deployment/half-a-strategy", "EXTRA=1");
            by(kubectl, namespace, "patch", "configmap/settings", "-p", "{\"data\":{\"a\":\"2\",\"new\":\"x\"}}");
            by(kubectl, namespace, "patch", "secret/credentials", "-p", "{\"data\":{\"user\":\"Ym9i\"}}");
            by(kubectl, namespace, "patch", "service/web", "-p", "{\"spec\":{\"type\":\"NodePort\"}}");
            by(kubectl, namespace, "patch", "ingress/web", "--type=json", "-p", """
                    [{"op": "replace", "path": "/spec/rules/0/host", "value": "evil.example.com"}]""");
            by(kubectl, namespace, "patch", "networkpolicy/allow", "--type=json", "-p", """
                    [{"op": "remove", "path": "/spec/ingress/0/from/0/namespaceSelector"}]""");
            by(kubectl, namespace, "annotate", "service/headless", "owner=me");
            by(kubectl, namespace, "rollout", "restart", "daemonset/agent");

            assertThat(differences(kubectl, namespace, manifests))
                    .extracting(
                            diff -> diff.key().name(),
                            diff -> diff.drift().toString(),
                            diff -> diff.fields().stream().map(FieldDiff::path).toList(),
                            diff -> diff.fields().get(0).manager(),
                            ResourceDiff::delivered)
                    .containsExactlyInAnyOrder(
                            tuple("web", "[SCALE]", List.of("/spec/replicas"), "kubectl", false),
                            tuple(
                                    "recreate",
                                    "[IMAGE]",
                                    List.of("/spec/template/spec/containers/0/image"),
                                    "kubectl-set",
                                    false),
                            tuple(
                                    "half-a-strategy",
                                    "[STATE]",
                                    List.of("/spec/template/spec/containers/0/env"),
                                    "kubectl-set",
                                    true),
                            tuple("settings", "[CONFIG]", List.of("/data/a", "/data/new"), "kubectl-patch", false),
                            tuple("credentials", "[CONFIG]", List.of("/data/user"), "kubectl-patch", false),
                            tuple("web", "[NETWORK]", List.of("/spec/type"), "kubectl-patch", true),
                            tuple("web", "[NETWORK]", List.of("/spec/rules/0/host"), "kubectl-patch", false),
                            tuple(
                                    "allow",
                                    "[NETWORK]",
                                    List.of("/spec/ingress/0/from/0/namespaceSelector"),
                                    null,
                                    false),
                            tuple(
                                    "headless",
                                    "[NETWORK]",
                                    List.of("/metadata/annotations/owner"),
                                    "kubectl-annotate",
                                    true));
        } finally {
            kubectl.runWith(manifests, "-n", namespace, "delete", "--wait=false", "-f", "-");
        }
    }

    /** Cluster-scoped names of its own; no APIService, since one without a server troubles everybody's discovery. */
    private static String manifests(String namespace) throws IOException {
        String all = Samples.text("built-in-kinds.yaml").replaceAll("diff([-.])", namespace + "$1");
        StringBuilder kept = new StringBuilder();
        for (String document : all.split("\n---\n")) {
            if (!document.contains("kind: APIService")) {
                kept.append(document).append("\n---\n");
            }
        }
        return kept.toString();
    }

    private static void deliver(Kubectl kubectl, Way way, String namespace, String manifests) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-n", namespace));
        arguments.addAll(way.command);
        arguments.addAll(List.of("-f", "-"));
        Kubectl.Result result = kubectl.runWith(manifests, arguments.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
    }

    private static void by(Kubectl kubectl, String namespace, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        kubectl.output(all);
    }

    private static List<ResourceDiff> differences(Kubectl kubectl, String namespace, String manifests)
            throws Exception {
        Kubectl.Result result =
                kubectl.runWith(manifests, "-n", namespace, "get", "-o", "json", "--show-managed-fields", "-f", "-");
        assertThat(result.exit()).as(result.err()).isZero();
        Map<ResourceKey, Resource> live =
                Samples.byKey(Manifests.read("live.json", result.out().getBytes(StandardCharsets.UTF_8)));
        return Manifests.read("desired.yaml", manifests.getBytes(StandardCharsets.UTF_8)).stream()
                .map(desired -> DIFFER.compare(desired, live.get(desired.key().in(""))))
                .filter(diff -> diff.change() != Change.NONE)
                .toList();
    }
}
