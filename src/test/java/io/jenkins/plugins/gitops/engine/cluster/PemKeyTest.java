package io.jenkins.plugins.gitops.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are made, and read for comparison, by OpenSSL. */
class PemKeyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EC PRIVATE KEY  | EC    | ecparam -name prime256v1 -genkey -noout",
                "EC PARAMETERS   | EC    | ecparam -name secp384r1 -genkey",
                "EC PRIVATE KEY  | EC    | ecparam -name secp521r1 -genkey -noout",
                "RSA PRIVATE KEY | RSA   | genrsa -traditional 2048",
                "PRIVATE KEY     | RSA   | genpkey -algorithm rsa",
                "PRIVATE KEY     | EC    | genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256",
                "PRIVATE KEY     | EdDSA | genpkey -algorithm ed25519"
            })
    void readsWhatOpensslWrites(String begin, String algorithm, String command) throws Exception {
        byte[] pem = openssl(new byte[0], command);
        assertThat(new String(pem, StandardCharsets.US_ASCII)).startsWith("-----BEGIN " + begin + "-----");

        PrivateKey key = PemKey.read(new String(pem, StandardCharsets.US_ASCII));

        assertThat(key.getAlgorithm()).isEqualTo(algorithm);
        assertThat(openssl(key.getEncoded(), "pkey -inform DER -pubout")).isEqualTo(openssl(pem, "pkey -pubout"));
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatThrownBy(() -> PemKey.read("nonsense")).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> PemKey.read("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> PemKey.read("-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static byte[] openssl(byte[] input, String command) throws Exception {
        Path in = Files.write(Files.createTempFile("pem", ".in"), input);
        try {
            Process process = new ProcessBuilder(("openssl " + command).split(" "))
                    .redirectInput(in.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return output;
        } catch (IOException e) {
            assumeTrue(false, "needs openssl on the PATH");
            throw e;
        } finally {
            Files.delete(in);
        }
    }
}
