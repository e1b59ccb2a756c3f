package io.jenkins.plugins.gitops.engine.testbed;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority for servers on 127.0.0.1, made anew for each control plane and never stored. Certificates
 * are written by hand (RFC 5280), since the JDK can read but not make them.
 */
public final class CertificateAuthority {
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final byte[] SIGNATURE = Der.sequence(Der.objectIdentifier("1.2.840.10045.4.3.2"));
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final SecureRandom random = new SecureRandom();
    private final String name;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(String name, KeyPair keys) throws GeneralSecurityException {
        this.name = name;
        this.key = keys.getPrivate();
        byte[] signs = Der.bits(1, (byte) 0b0000_0110);
        this.certificate = sign(
                name,
                keys.getPublic(),
                List.of(extension("2.5.29.19", true, Der.sequence(Der.isTrue())), extension("2.5.29.15", true, signs)));
    }

    /** A new authority with a key of its own. */
    public static CertificateAuthority create(String name) throws GeneralSecurityException {
        return new CertificateAuthority(name, newKeys());
    }

    /** A new key and certificate for a server on 127.0.0.1 or {@code localhost}. */
    public ServerIdentity issue(String server) throws GeneralSecurityException {
        KeyPair keys = newKeys();
        byte[] names = Der.sequence(
                Der.implicit(2, "localhost".getBytes(StandardCharsets.US_ASCII)), Der.implicit(7, LOOPBACK));
        byte[] serverUse = Der.sequence(Der.objectIdentifier("1.3.6.1.5.5.7.3.1"));
        X509Certificate issued = sign(
                server,
                keys.getPublic(),
                List.of(extension("2.5.29.17", false, names), extension("2.5.29.37", false, serverUse)));
        return new ServerIdentity(keys.getPrivate(), issued);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate that clients trust, as PEM. */
    public String pem() {
        return Pem.of(certificate);
    }

    static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String subject, PublicKey subjectKey, List<byte[]> extensions)
            throws GeneralSecurityException {
        // An hour back, for clocks that are set while the certificate lives.
        Instant from = Instant.now().minus(Duration.ofHours(1));
        byte[] version3 = Der.explicit(0, Der.integer(BigInteger.TWO));
        byte[] content = Der.sequence(
                version3,
                Der.integer(new BigInteger(127, random)),
                SIGNATURE,
                distinguishedName(name),
                Der.sequence(Der.time(from), Der.time(from.plus(VALIDITY))),
                distinguishedName(subject),
                subjectKey.getEncoded(),
                Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        byte[] encoded = Der.sequence(content, SIGNATURE, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] distinguishedName(String commonName) {
        byte[] attribute = Der.sequence(Der.objectIdentifier("2.5.4.3"), Der.text(commonName));
        return Der.sequence(Der.set(attribute));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Der.objectIdentifier(identifier));
        if (critical) {
            parts.add(Der.isTrue());
        }
        parts.add(Der.octets(value));
        return Der.sequence(parts.toArray(byte[][]::new));
    }
}
