package io.jenkins.plugins.gitops.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    private static final String CONFIG = """
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts:
            - {name: dev, context: {cluster: one, user: a}}
            - {name: prod, context: {cluster: two, user: b}}
            clusters:
            - {name: one, cluster: {server: "https://one:6443", certificate-authority-data: Y2E=}}
            - {name: two, cluster: {server: "https://two/k8s/c-1", %s}}
            users:
            - {name: a, user: {token: secret-a}}
            - {name: b, user: {%s}}
            """;

    @Test
    void takesTheContextByName() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(CONFIG.formatted("", "token: secret-b"));

        ClusterAccess dev = kubeconfig.access("dev");
        ClusterAccess prod = kubeconfig.access("prod");

        assertThat(kubeconfig.contexts()).containsExactly("dev", "prod");
        assertThat(dev.server()).isEqualTo(URI.create("https://one:6443"));
        assertThat(dev.authority()).contains("ca");
        assertThat(token(prod)).isEqualTo("secret-b");
        assertThat(prod.authority()).isEmpty();
        assertThat(dev.toString() + prod).doesNotContain("secret");
    }

    @Test
    void theSameTextIsTheSameAccess() throws Exception {
        ClusterAccess first =
                Kubeconfig.read(CONFIG.formatted("", "token: secret-b")).access("prod");

        assertThat(Kubeconfig.read(CONFIG.formatted("", "token: secret-b")).access("prod"))
                .isEqualTo(first)
                .hasSameHashCodeAs(first);
        assertThat(Kubeconfig.read(CONFIG.formatted("", "token: rotated")).access("prod"))
                .isNotEqualTo(first);
    }

    @Test
    void hasNoDefault() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(CONFIG.formatted("", "token: b"));

        assertThatThrownBy(() -> kubeconfig.access("staging"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("The kubeconfig has no context named 'staging'; it has [dev, prod]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: aws}",
                "auth-provider: {name: gcp}",
                "username: u, password: p",
                "token: t, as: root"
            })
    void refusesUsersThatRunProgramsOrSendPasswords(String user) throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(CONFIG.formatted("", user));

        assertThatThrownBy(() -> kubeconfig.access("prod"))
                .hasMessageContaining("Context prod of the kubeconfig uses ")
                .hasMessageContaining("refused");
    }

    @Test
    void refusesServersThatAreNotVerified() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(CONFIG.formatted("insecure-skip-tls-verify: true", "token: t"));

        assertThatThrownBy(() -> kubeconfig.access("prod")).hasMessageContaining("insecure-skip-tls-verify");
    }

    @Test
    void readsNoFilesForATextFromACredential() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(CONFIG.formatted("certificate-authority: /etc/passwd", "token: t"));

        assertThatThrownBy(() -> kubeconfig.access("prod")).hasMessageContaining("points to a file");
    }

    @Test
    void readsFilesBesideAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("config");
        Files.writeString(file, CONFIG.formatted("certificate-authority: ca.crt", "tokenFile: token"));
        Files.writeString(folder.resolve("ca.crt"), "authority");
        Files.writeString(folder.resolve("token"), "secret\n");

        ClusterAccess access = Kubeconfig.read(file).access("prod");

        assertThat(access.authority()).isEqualTo(Optional.of("authority"));
        assertThat(token(access)).isEqualTo("secret");
    }

    @Test
    void repeatsNothingOfABrokenFile() {
        assertThatThrownBy(() -> Kubeconfig.read("users:\n- {name: a, user: {token: secret"))
                .hasMessageContaining("not readable as YAML")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private static String token(ClusterAccess access) {
        return ((ClusterCredential.Token) access.credential()).current().get();
    }
}
