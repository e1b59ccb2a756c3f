package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@OnTestbed
class RefusingWebhookTest {
    @Test
    void refusesInItsNamespaceWhileItIsThere(ControlPlane plane) throws Exception {
        String namespace = plane.namespace("webhook");
        String other = plane.namespace("webhook");
        Kubectl kubectl = plane.kubectl();
        String[] create = {"create", "configmap", "it", "-n", namespace};
        try (RefusingWebhook webhook = RefusingWebhook.in(plane, namespace, "no change on Fridays")) {
            assertThat(webhook).isNotNull();

            Kubectl.Result refused = kubectl.run(create);

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("refusing.gitops.test", "no change on Fridays");
            assertThat(kubectl.run("create", "configmap", "it", "-n", other).exit())
                    .isZero();
        }
        assertThat(kubectl.run(create).exit()).isZero();
    }
}
