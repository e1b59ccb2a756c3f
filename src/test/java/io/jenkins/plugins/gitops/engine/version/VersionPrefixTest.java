package io.jenkins.plugins.gitops.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionPrefixTest {
    private static final VersionPrefix SHOP = new VersionPrefix("shop/v");

    @ParameterizedTest
    @CsvSource({
        "shop/v*, shop/v1.9.0 shop/v1.10.0 shop/v1.2.0, shop/v1.10.0",
        "shop/v*, shop/v1.0.0 shop/v1.1.0-rc.1, shop/v1.0.0",
        "shop/v*, shop/v1.0.0-rc.2 shop/v1.0.0-rc.10, shop/v1.0.0-rc.10",
        "shop/v*, mail/v9.0.0 shop/v1 shop/vx shop/vv3.0.0 shop/v2.0.0/old shop/v1.0.0, shop/v1.0.0",
        "shop/*, shop/v9.0.0 shop/1.0.0, shop/1.0.0",
        "v*, v0.1.0 shop/v9.0.0, v0.1.0",
        "v*, v1.0.0+b v1.0.0+a, v1.0.0+b",
        "v*, prod latest,",
    })
    void theNewestVersionIsChosen(String declared, String tags, @CheckForNull String newest) {
        VersionPrefix prefix = VersionPrefix.of(declared).orElseThrow();

        assertThat(prefix.newest(List.of(tags.split(" "))).orElse(null)).isEqualTo(newest);
        assertThat(prefix).hasToString(declared);
    }

    @Test
    void aVersionAndItsTagNameEachOther() {
        SemanticVersion version = SemanticVersion.parse("1.2.3-rc.1").orElseThrow();

        assertThat(SHOP.tag(version)).isEqualTo("shop/v1.2.3-rc.1");
        assertThat(SHOP.version("shop/v1.2.3-rc.1")).contains(version);
        assertThat(SHOP.version("v1.2.3")).isEmpty();
        assertThat(VersionPrefix.of("prod")).isEmpty();
    }
}
