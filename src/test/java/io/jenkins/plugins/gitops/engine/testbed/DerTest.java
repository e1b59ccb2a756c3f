package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerTest {
    @ParameterizedTest
    @CsvSource({"0, 0400", "127, 047f", "128, 048180", "255, 0481ff", "256, 04820100", "65535, 0482ffff"})
    void writesLengthsInTheirShortestForm(int length, String start) {
        byte[] encoded = Der.octets(new byte[length]);

        assertThat(HexFormat.of().formatHex(encoded)).startsWith(start).hasSize(start.length() + 2 * length);
    }

    /** The examples of X.690, 8.19.5, and of RFC 5758. */
    @ParameterizedTest
    @CsvSource({"2.100.3, 0603813403", "1.2.840.10045.4.3.2, 06082a8648ce3d040302", "2.5.29.17, 0603551d11"})
    void writesObjectIdentifiers(String dotted, String expected) {
        assertThat(HexFormat.of().formatHex(Der.objectIdentifier(dotted))).isEqualTo(expected);
    }

    @Test
    void writesTimesInUtc() {
        assertThat(Der.time(Instant.parse("2031-02-03T04:05:06Z")))
                .asString(StandardCharsets.US_ASCII)
                .endsWith("310203040506Z");
    }
}
