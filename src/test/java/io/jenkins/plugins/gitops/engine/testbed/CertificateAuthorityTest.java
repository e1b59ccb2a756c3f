package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private final User nobody = new User("nobody", "secret");

    @Test
    void issuesCertificatesThatHoldUnderTheRulesOfRfc5280() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("authority");
        X509Certificate issued = authority.issue("server").certificate();

        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(issued));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        parameters.setRevocationEnabled(false);

        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
        assertThat(authority.certificate().getBasicConstraints()).isGreaterThanOrEqualTo(0);
        assertThat(issued.getBasicConstraints()).isNegative();
        assertThat(issued.getSubjectAlternativeNames()).contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void servesThoseWhoTrustItAndNobodyElse() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("authority");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue("server").serverContext()));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        try {
            URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            X509Certificate stranger = CertificateAuthority.create("authority").certificate();

            assertThat(new ApiRequests(address, authority.certificate(), nobody).status("/"))
                    .isEqualTo(204);
            assertThatThrownBy(() -> new ApiRequests(address, stranger, nobody).status("/"))
                    .isInstanceOf(SSLHandshakeException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void writesPemThatOthersRead() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("authority");

        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(authority.pem().getBytes(StandardCharsets.US_ASCII)));

        assertThat(read).isEqualTo(authority.certificate());
    }

    @Test
    void keepsKeysAndTokensOutOfMessages() throws Exception {
        assertThat(nobody.toString()).doesNotContain("secret");
        assertThat(CertificateAuthority.create("authority").issue("server").toString())
                .isEqualTo("ServerIdentity[CN=server]");
    }
}
