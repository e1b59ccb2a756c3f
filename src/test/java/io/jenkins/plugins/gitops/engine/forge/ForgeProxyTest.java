package io.jenkins.plugins.gitops.engine.forge;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.HEAD;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.TOKEN;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.failure;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.json;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.testbed.CertificateAuthority;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts behind a proxy that asks for a user and password. */
class ForgeProxyTest {
    private static final String PULL = "GET /repos/acme/config/pulls/7";
    private static final String USER = "jenkins";
    private static final String PASSWORD = "pass-wörd of the proxy";
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    private RecordedHost host;
    private LoopbackProxy proxy;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        proxy = new LoopbackProxy(USER, PASSWORD, "Basic");
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        host.close();
        host.verify();
    }

    private static Forge forge(String api, int port, String password) throws ForgeException {
        ForgeProxy through = new ForgeProxy("127.0.0.1", port, USER, password);
        assertThat(through.toString() + new ProxyLogin(through)).doesNotContain(password);
        return new Forges(
                        Clock.systemUTC(), null, to -> Optional.of(through), Duration.ofSeconds(5), 100_000, 1_000_000)
                .forge(
                        GitUrl.of("https://github.test/acme/config"),
                        new ForgeServer(ForgeKind.GITHUB, URI.create(api)),
                        ForgeToken.of("", TOKEN));
    }

    private Forge forge(String password) throws ForgeException {
        return forge(host.url(""), proxy.port(), password);
    }

    private ForgeException refused(String password) throws ForgeException {
        Forge forge = forge(password);
        ForgeException refused = failure(() -> forge.read(7));
        assertThat(refused).hasMessageNotContaining(password).hasMessageNotContaining(PASSWORD);
        return refused;
    }

    @Test
    void readsAndWritesThroughIt() throws Exception {
        host.on(PULL, json(200, GitHubTest.pullRequest("open", "clean"), "ETag", "\"e1\""))
                .on("POST /repos/acme/config/issues/7/labels", "{\"labels\":[\"a\"]}", json(200, "[]"))
                .on(PULL, json(304, ""));
        Forge forge = forge(PASSWORD);

        PullRequest read = forge.read(7);
        forge.label(7, Set.of("a"));

        assertThat(read.headCommit()).isEqualTo(HEAD);
        assertThat(forge.read(7)).isEqualTo(read);
        assertThat(proxy.seen).filteredOn(line -> !line.startsWith("407")).hasSize(3);
        assertThat(host.lastHeaders()).doesNotContainKey("Proxy-authorization");
    }

    @Test
    void opensATunnelToAnHttpsHost(@TempDir Path folder) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("proxied");
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue("host").serverContext()));
        secure.createContext("/", exchange -> {
            boolean told = exchange.getRequestHeaders().containsKey("Proxy-Authorization");
            byte[] body = GitHubTest.pullRequest("open", "clean").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(told ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        secure.start();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        try (OutputStream out = Files.newOutputStream(folder.resolve("trusted"))) {
            trusted.store(out, "trusted".toCharArray());
        }
        System.setProperty(TRUST, folder.resolve("trusted").toString());
        System.setProperty(TRUST_PASSWORD, "trusted");
        try {
            Forge forge =
                    forge("https://localhost:" + secure.getAddress().getPort() + "/api/v3", proxy.port(), PASSWORD);

            assertThat(forge.read(7).headCommit()).isEqualTo(HEAD);
            assertThat(forge.read(7).number()).isEqualTo(7);
        } finally {
            System.clearProperty(TRUST);
            System.clearProperty(TRUST_PASSWORD);
            secure.stop(0);
        }
        String connect = "CONNECT localhost:" + secure.getAddress().getPort() + " HTTP/1.1";
        assertThat(proxy.seen).containsExactly("407 " + connect, connect);
    }

    @Test
    void saysThatItTakesAnotherPassword() throws Exception {
        ForgeException refused = refused("wrong of-the proxy");

        assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(refused)
                .hasMessageContaining(
                        "the proxy 127.0.0.1:" + proxy.port() + " does not take the user and password that are set");
        assertThat(proxy.seen).hasSize(2);
    }

    @Test
    void tellsThePasswordToNoneThatAsksForSomethingElse() throws Exception {
        try (LoopbackProxy other = new LoopbackProxy(USER, PASSWORD, "Negotiate")) {
            Forge forge = forge(host.url(""), other.port(), PASSWORD);

            assertThat(failure(() -> forge.read(7)))
                    .hasMessageContaining("asks for a login by Negotiate, and only Basic is known");
            assertThat(other.seen).hasSize(1);
        }
    }

    @Test
    void saysThatItIsNotThere() throws Exception {
        proxy.close();

        assertThat(refused(PASSWORD)).hasMessageContaining("nobody answers at the proxy 127.0.0.1:" + proxy.port());
    }

    @Test
    void boundsAnswersAsWithoutOne() throws Exception {
        host.on(PULL, json(200, "[" + " ".repeat(100_000) + "]")).on(PULL, host.stalling());

        assertThat(refused(PASSWORD)).hasMessageContaining("over 100000 bytes");
        assertThat(refused(PASSWORD)).hasMessageContaining("answers too slowly");
    }

    @Test
    void doesNotSendAgainWhatMayHaveArrived() throws Exception {
        host.on("POST /repos/acme/config/issues/7/labels", "{\"labels\":[\"a\"]}", nothing());
        Forge forge = forge(PASSWORD);

        assertThat(failure(() -> forge.label(7, Set.of("a"))).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(host.requests()).isOne();
    }
}
