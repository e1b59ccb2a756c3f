package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.cluster.ClusterCredential;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterConnectionsTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<RecordingCluster> opened = new ArrayList<>();
    private final ClusterConnections connections = new ClusterConnections(
            access -> {
                opened.add(new RecordingCluster());
                return opened.get(opened.size() - 1);
            },
            () -> timer,
            Duration.ofMillis(20));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void sharesOneConnection() throws Exception {
        try (ClusterLease first = connections.lease(access("https://a:6443"));
                ClusterLease second = connections.lease(access("https://a:6443"))) {
            assertThat(first.cluster()).isSameAs(second.cluster());
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void givesAChangedDefinitionAConnectionOfItsOwn() throws Exception {
        try (ClusterLease first = connections.lease(access("https://a:6443"));
                ClusterLease second = connections.lease(access("https://b:6443"))) {
            assertThat(first.cluster()).isNotSameAs(second.cluster());
        }
    }

    @Test
    void closesWhatNobodyUsedForAWhile() throws Exception {
        connections.lease(access("https://a:6443")).close();
        await().until(() -> opened.get(0).calls.contains("close"));
        connections.lease(access("https://a:6443")).close();
        assertThat(opened).hasSize(2);
    }

    @Test
    void keepsOpenWhatSomebodyUses() throws Exception {
        ClusterLease kept = connections.lease(access("https://a:6443"));
        ClusterLease other = connections.lease(access("https://a:6443"));
        other.close();
        other.close();
        connections.lease(access("https://b:6443")).close();
        await().until(() -> opened.get(1).calls.contains("close"));
        assertThat(opened.get(0).calls).isEmpty();
        kept.close();
        await().until(() -> opened.get(0).calls.contains("close"));
    }

    @Test
    void closesEverythingInTheEnd() throws Exception {
        connections.lease(access("https://a:6443"));
        connections.close();
        assertThat(opened.get(0).calls).containsExactly("close");
    }

    private static ClusterAccess access(String server) {
        return new ClusterAccess("prod", URI.create(server), Optional.empty(), new ClusterCredential.None());
    }
}
