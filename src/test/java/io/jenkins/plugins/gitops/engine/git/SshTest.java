package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.git.GitLocationResolver;
import org.apache.sshd.git.pack.GitPackCommandFactory;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real ssh server, with keys that ssh-keygen made. */
class SshTest {
    private static final String PASSPHRASE = "correct horse";

    @TempDir
    private Path folder;

    private SshServer server;
    private KeyPair hostKey;
    private GitRepositories repositories;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws Exception {
        repositories = new GitRepositories(Files.createDirectory(folder.resolve("repositories")));
        repositories.create("config", Map.of("a.yaml", "a: 1\n"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        hostKey = generator.generateKeyPair();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setCommandFactory(new GitPackCommandFactory(GitLocationResolver.constantPath(repositories.root())));
        server.start();
        mirrors = new Mirrors(folder.resolve("mirrors"));
    }

    @AfterEach
    void stop() throws IOException {
        mirrors.close();
        server.stop(true);
    }

    /** Makes a key with ssh-keygen, which the server then knows, and returns its private part. */
    private Path key(String type, String passphrase) throws Exception {
        Path file = folder.resolve("key-" + type);
        Process keygen = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        AuthorizedKeyEntry entry = AuthorizedKeyEntry.readAuthorizedKeys(folder.resolve("key-" + type + ".pub"))
                .get(0);
        server.setPublickeyAuthenticator((user, offered, session) -> {
            try {
                return user.equals("git") && KeyUtils.compareKeys(offered, entry.resolvePublicKey(session, null));
            } catch (IOException | java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        return file;
    }

    private GitUrl url() {
        return GitUrl.of("ssh://127.0.0.1:" + server.getPort() + "/config.git");
    }

    private HostKeys hostKeys() {
        return HostKeys.ofKnownHosts(List.of(
                "# ours", "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic())));
    }

    private Mirror mirror(GitCredentials credentials, HostKeys hostKeys) throws GitException {
        return mirrors.open(new RepositoryAccess(url(), credentials, hostKeys));
    }

    private static GitCredentials.SshKey credentials(Path key, String passphrase) throws IOException {
        return new GitCredentials.SshKey(null, Files.readString(key), passphrase);
    }

    private void promotes(Mirror mirror) throws IOException {
        try (RefPush push = mirror.openPush("refs/heads/main")) {
            String tip = push.tip().orElseThrow();
            assertThat(mirror.tree(tip).read("a.yaml")).contains("a: 1\n".getBytes(StandardCharsets.UTF_8));
            String tree = mirror.writeTree(tip, List.of(FileChange.write("a.yaml", new byte[] {'x'})));
            Person me = new Person("Me", "me@example.com");
            String commit = mirror.writeCommit(tree, tip, me, me, Instant.now(), "Over ssh");
            assertThat(push.push(commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
            assertThat(repositories.tip("config", "main")).isEqualTo(commit);
        }
        repositories.git("config").run("fsck", "--strict");
    }

    @Test
    void promotesWithAKey() throws Exception {
        promotes(mirror(credentials(key("rsa", ""), null), hostKeys()));
    }

    @Test
    void promotesWithAnEncryptedKey() throws Exception {
        GitCredentials credentials = credentials(key("ecdsa", PASSPHRASE), PASSPHRASE);
        assertThat(credentials.toString()).doesNotContain(PASSPHRASE).doesNotContain("PRIVATE");
        promotes(mirror(credentials, hostKeys()));
    }

    @Test
    void promotesWithAnEd25519Key() throws Exception {
        promotes(mirror(credentials(key("ed25519", ""), null), hostKeys()));
    }

    @Test
    void promotesWithAnAgent() throws Exception {
        Path key = key("ecdsa", "");
        Path socket = folder.resolve("agent");
        Process agent;
        try {
            agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no ssh-agent on this machine");
            return;
        }
        try {
            org.awaitility.Awaitility.await().until(() -> Files.exists(socket));
            ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.inheritIO().start().waitFor()).isZero();
            promotes(mirror(new GitCredentials.SshAgent(socket), hostKeys()));
        } finally {
            agent.destroy();
            agent.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private void assertUnauthorized(GitCredentials credentials, HostKeys hostKeys, String words) {
        assertThatThrownBy(() -> mirror(credentials, hostKeys).resolve("main"))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAUTHORIZED));
    }

    @Test
    void trustsNoServerItDoesNotKnow() throws Exception {
        GitCredentials credentials = credentials(key("ecdsa", ""), null);
        assertUnauthorized(credentials, HostKeys.none(), "host key");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String other = PublicKeyEntry.toString(generator.generateKeyPair().getPublic());
        assertUnauthorized(
                credentials,
                HostKeys.ofKnownHosts(List.of("[127.0.0.1]:" + server.getPort() + " " + other)),
                "host key");
        String right = PublicKeyEntry.toString(hostKey.getPublic());
        assertUnauthorized(credentials, HostKeys.ofKnownHosts(List.of("elsewhere.example.com " + right)), "host key");
        assertUnauthorized(
                credentials,
                HostKeys.ofKnownHosts(List.of(
                        "[127.0.0.1]:" + server.getPort() + " " + right,
                        "@revoked [127.0.0.1]:" + server.getPort() + " " + right)),
                "host key");
    }

    @Test
    void knowsHashedHosts() throws Exception {
        Path known = folder.resolve("known_hosts");
        Files.writeString(
                known, "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
        Process hash = new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", known.toString())
                .redirectErrorStream(true)
                .start();
        hash.getInputStream().readAllBytes();
        assertThat(hash.waitFor()).isZero();
        assertThat(Files.readString(known)).startsWith("|1|");
        promotes(mirror(credentials(key("ecdsa", ""), null), HostKeys.ofKnownHosts(known)));
    }

    @Test
    void saysWhenTheKeyIsNotAccepted() throws Exception {
        GitCredentials credentials = credentials(key("ecdsa", ""), null);
        server.setPublickeyAuthenticator((user, offered, session) -> false);
        assertUnauthorized(credentials, hostKeys(), "accepts none of the ssh keys");
    }

    @Test
    void saysWhenTheKeyCannotBeRead() throws Exception {
        Path key = key("ecdsa", PASSPHRASE);
        assertUnauthorized(credentials(key, "wrong horse"), hostKeys(), "cannot be read");
        assertUnauthorized(new GitCredentials.SshKey(null, "no key", null), hostKeys(), "cannot be read");
    }
}
