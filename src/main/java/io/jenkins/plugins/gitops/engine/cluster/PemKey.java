package io.jenkins.plugins.gitops.engine.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys as kubeconfigs have them: PKCS #8, PKCS #1 (kubeadm) and SEC 1 (k3s, kind). The JDK reads the first
 * alone, so the others are wrapped into it (RFC 5208); the Kubernetes client needs another library for keys on curves.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;

    private PemKey() {}

    static PrivateKey read(String pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException("no private key");
        }
        try {
            return read(block.group(1), Base64.getMimeDecoder().decode(block.group(2)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeySpecException("broken off", e);
        }
    }

    private static PrivateKey read(String type, byte[] der) throws GeneralSecurityException {
        byte[] key =
                switch (type) {
                    case "RSA PRIVATE KEY" -> wrap(RSA, der);
                    case "EC PRIVATE KEY" -> wrap(value(SEQUENCE, join(EC, curve(der))), der);
                    default -> der;
                };
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
            } catch (InvalidKeySpecException another) {
                continue; // the key says itself of which algorithm it is, and only that one's factory takes it
            }
        }
        throw new InvalidKeySpecException("of no known algorithm");
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return value(SEQUENCE, join(VERSION, algorithm, value(OCTETS, key)));
    }

    /** Which curve a SEC 1 key is on: SEQUENCE { version, key, [0] curve … }. */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        ByteBuffer fields = ByteBuffer.wrap(sec1);
        enter(fields, SEQUENCE);
        while (fields.remaining() > 2) {
            int tag = fields.get(fields.position()) & 0xff;
            byte[] field = new byte[enter(fields, tag)];
            fields.get(field);
            if (tag == CURVE) {
                return field;
            }
        }
        throw new InvalidKeySpecException("names no curve");
    }

    /** Goes into a value of this tag; its length. */
    private static int enter(ByteBuffer der, int tag) throws InvalidKeySpecException {
        if ((der.get() & 0xff) != tag) {
            throw new InvalidKeySpecException("no DER");
        }
        int length = der.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der.get() & 0xff;
            }
        }
        if (length < 0 || length > der.remaining()) {
            throw new InvalidKeySpecException("broken off");
        }
        return length;
    }

    private static byte[] value(int tag, byte[] content) {
        int size = content.length;
        byte[] length; // DER allows the shortest form alone
        if (size < 0x80) {
            length = new byte[] {(byte) size};
        } else if (size < 0x100) {
            length = new byte[] {(byte) 0x81, (byte) size};
        } else {
            length = new byte[] {(byte) 0x82, (byte) (size >> 8), (byte) size};
        }
        return join(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
