package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.DeleteOptions;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AllowedNamespacesTest {
    private static final ResourceType SERVICES =
            new ResourceType(new GroupKind("", "Service"), "v1", "services", true, Set.of("list"));
    private static final ResourceType NODES =
            new ResourceType(new GroupKind("", "Node"), "v1", "nodes", false, Set.of("list"));

    private final RecordingCluster behind = new RecordingCluster();
    private final AllowedNamespaces cluster = new AllowedNamespaces(behind, List.of("shop", "blog"));

    @Test
    void readsAndWritesWhatIsAllowed() throws Exception {
        cluster.list(SERVICES, Optional.of("shop"), Optional.empty());
        cluster.get(SERVICES, "blog", "web");
        cluster.apply(service("shop"), ApplyOptions.FORCED);
        cluster.replace(service("shop"), ApplyOptions.FORCED);
        cluster.delete(service("blog"), DeleteOptions.DEFAULT);
        assertThat(behind.calls)
                .containsExactly(
                        "list services shop",
                        "get services blog web",
                        "apply Service shop/web",
                        "replace Service shop/web",
                        "delete Service blog/web");
    }

    @Test
    void asksForEachNamespaceWhereAllAreMeant() throws Exception {
        cluster.list(SERVICES, Optional.empty(), Optional.empty());
        assertThat(behind.calls).containsExactly("list services shop", "list services blog");
    }

    @Test
    void readsWhatLivesInNoNamespaceButDoesNotWriteIt() throws Exception {
        cluster.list(NODES, Optional.empty(), Optional.empty());
        refuses(() -> cluster.apply(service(""), ApplyOptions.FORCED));
        assertThat(behind.calls).containsExactly("list nodes everywhere");
    }

    @Test
    void refusesOtherNamespacesAndSaysWhoCanMendIt() {
        refuses(() -> cluster.list(SERVICES, Optional.of("kube-system"), Optional.empty()));
        refuses(() -> cluster.watch(SERVICES, Optional.of("kube-system"), Optional.empty(), null));
        refuses(() -> cluster.watch(SERVICES, Optional.empty(), Optional.empty(), null));
        refuses(() -> cluster.get(SERVICES, "kube-system", "web"));
        refuses(() -> cluster.apply(service("kube-system"), ApplyOptions.FORCED));
        refuses(() -> cluster.replace(service("kube-system"), ApplyOptions.FORCED));
        refuses(() -> cluster.delete(service("kube-system"), DeleteOptions.DEFAULT));
        assertThat(behind.calls).isEmpty();
    }

    private static void refuses(ThrowingCallable call) {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(call)
                .withMessageContaining("shop, blog")
                .withMessageContaining("An administrator can change that")
                .extracting(ClusterException::reason)
                .isEqualTo(ClusterException.Reason.FORBIDDEN);
    }

    private static Resource service(String namespace) {
        return Resource.of(Map.of(
                "apiVersion", "v1", "kind", "Service", "metadata", Map.of("name", "web", "namespace", namespace)));
    }
}
