package io.jenkins.plugins.gitops.engine.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of a connection.
 *
 * @param keys what we prove ourselves with
 * @param trust whom we believe: where an authority is given, it alone
 */
record Tls(KeyManager[] keys, TrustManager[] trust) {

    static Tls of(ClusterAccess access) throws ClusterException {
        String what = "authority";
        try {
            TrustManager[] trust = trust(access.authority());
            what = "client certificate or key";
            return new Tls(keys(access.credential()), trust);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // the library's message may quote the key
            throw new ClusterException(
                    Reason.INVALID, "The " + what + " of cluster " + access.name() + " is not readable as PEM");
        }
    }

    SSLContext context() {
        return SSLUtils.sslContext(keys, trust);
    }

    private static TrustManager[] trust(Optional<String> authority) throws GeneralSecurityException, IOException {
        KeyStore store = null; // the JVM's own
        if (authority.isPresent()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            byte[] pem = authority.get().getBytes(StandardCharsets.US_ASCII);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            if (count == 0) {
                throw new IOException("no certificate");
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(ClusterCredential credential) throws GeneralSecurityException, IOException {
        if (!(credential instanceof ClusterCredential.ClientCertificate client)) {
            return new KeyManager[0];
        }
        String key = base64(client.key());
        String algorithm = Config.getKeyAlgorithm(null, key);
        return SSLUtils.keyManagers(
                base64(client.certificate()), null, key, null, algorithm == null ? "RSA" : algorithm, "", null, "");
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
