package io.jenkins.plugins.gitops.engine.cluster;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
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
            // the cause may quote the key
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
            store = emptyStore();
            int count = 0;
            for (Certificate certificate : certificates(authority.get())) {
                store.setCertificateEntry("authority-" + count++, certificate);
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
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(client.certificate()).toArray(Certificate[]::new);
        store.setKeyEntry("client", PemKey.read(client.key()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        if (certificates.isEmpty()) {
            throw new CertificateException("none");
        }
        return certificates;
    }
}
