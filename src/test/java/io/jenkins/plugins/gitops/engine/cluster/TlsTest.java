package io.jenkins.plugins.gitops.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.testbed.CertificateAuthority;
import io.jenkins.plugins.gitops.engine.testbed.ServerIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TlsTest {
    private final CertificateAuthority authority = authority();
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue("server").serverContext()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setWantClientAuth(true);
                    }
                });
        server.createContext("/", exchange -> {
            byte[] body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void believesTheAuthorityAlone() throws Exception {
        try (KubernetesCluster cluster = connect(Optional.of(authority.pem()), new ClusterCredential.None())) {
            assertThat(cluster.types()).isEmpty();
        }
        for (Optional<String> other : java.util.List.of(Optional.of(authority().pem()), Optional.<String>empty())) {
            try (KubernetesCluster cluster = connect(other, new ClusterCredential.None())) {
                ClusterException refused = catchThrowableOfType(ClusterException.class, cluster::types);

                assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
                assertThat(refused).hasMessageContaining("check the authority and the client certificate");
            }
        }
    }

    @Test
    void readsKeysInPem() throws Exception {
        ServerIdentity client = authority.issue("client");
        String certificate = pem("CERTIFICATE", client.certificate().getEncoded());
        String key = pem("PRIVATE KEY", client.key().getEncoded());

        try (KubernetesCluster cluster =
                connect(Optional.of(authority.pem()), new ClusterCredential.ClientCertificate(certificate, key))) {
            assertThat(cluster.types()).isEmpty();
        }
    }

    @Test
    void repeatsNothingOfAKeyItCannotRead() throws Exception {
        String certificate =
                pem("CERTIFICATE", authority.issue("client").certificate().getEncoded());

        ClusterException refused = catchThrowableOfType(
                ClusterException.class,
                () -> connect(
                        Optional.of(authority.pem()),
                        new ClusterCredential.ClientCertificate(
                                certificate, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n")));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused)
                .hasMessage("The client certificate or key of cluster tls is not readable as PEM")
                .hasNoCause();
    }

    @Test
    void saysThatAnAuthorityIsNone() {
        assertThat(catchThrowableOfType(
                        ClusterException.class, () -> connect(Optional.of("nonsense"), new ClusterCredential.None())))
                .hasMessage("The authority of cluster tls is not readable as PEM");
    }

    private KubernetesCluster connect(Optional<String> trusted, ClusterCredential credential) throws ClusterException {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        return new KubernetesCluster(
                new ClusterAccess("tls", address, trusted, credential)
                        .withTimeouts(new ClusterAccess.Timeouts(
                                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60))),
                Clock.systemUTC());
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }

    private static CertificateAuthority authority() {
        try {
            return CertificateAuthority.create("test");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
