package io.jenkins.plugins.gitops.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final String COMMIT = "commit 0123456789012345678901234567890123456789";

    private static Order order(String text) {
        return Order.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "-1", "17 of shop/main", "1.4.2-rc.1", COMMIT})
    void readsWhatItWrites(String text) {
        assertThat(order(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"16, 17", "9, 10", "9 of a, 10 of a", "1.4.2, 1.10.0", "2.0.0-rc.1, 2.0.0"})
    void olderComesBeforeNewer(String older, String newer) {
        assertThat(order(older).compareWith(order(newer)).getAsInt()).isNegative();
        assertThat(order(newer).compareWith(order(older)).getAsInt()).isPositive();
        assertThat(order(newer).compareWith(order(newer))).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"17 of a, 18 of b", "17, 18 of b", "17, 1.4.2", COMMIT + ", 17"})
    void whatCannotBeComparedIsNot(String first, String second) {
        assertThat(order(first).compareWith(order(second))).isEmpty();
    }

    @Test
    void isNothingElse() {
        assertThat(Order.parse("latest")).isEmpty();
        assertThat(Order.parse("commit main")).isEmpty();
        assertThat(Order.parse("1.10")).as("half a version").isEmpty();
        assertThat(Order.build(17, "shop/main")).hasToString("17 of shop/main");
    }
}
