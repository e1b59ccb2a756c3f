package io.jenkins.plugins.gitops.engine.testbed;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** The few ASN.1 values of an X.509 certificate, in their distinguished encoding (X.690). */
final class Der {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... values) {
        return tagged(0x30, values);
    }

    static byte[] set(byte[]... values) {
        return tagged(0x31, values);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] isTrue() {
        return tagged(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] text(String value) {
        return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A time before 2050, as RFC 5280 wants it. */
    static byte[] time(Instant value) {
        return tagged(0x17, UTC_TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    /** A bit string whose last byte has this many bits to spare. */
    static byte[] bits(int spare, byte... value) {
        return tagged(0x03, new byte[] {(byte) spare}, value);
    }

    static byte[] objectIdentifier(String dotted) {
        int[] parts = Stream.of(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
        // The first two numbers share one place.
        parts[1] += parts[0] * 40;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 1; i < parts.length; i++) {
            int part = parts[i];
            for (int shift = 28; shift > 0; shift -= 7) {
                if (part >>> shift != 0) {
                    content.write(0x80 | (part >>> shift & 0x7f));
                }
            }
            content.write(part & 0x7f);
        }
        return tagged(0x06, content.toByteArray());
    }

    /** Context-specific and constructed: {@code [number] EXPLICIT}. */
    static byte[] explicit(int number, byte[] value) {
        return tagged(0xa0 | number, value);
    }

    /** Context-specific and primitive: {@code [number] IMPLICIT}. */
    static byte[] implicit(int number, byte[] content) {
        return tagged(0x80 | number, content);
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >>> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length & 0xff);
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }
}
