package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownHeadTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static ShownHead head(String commit, int minute) {
        return new ShownHead(commit, minute(minute).orElseThrow());
    }

    private static Optional<Instant> minute(int minute) {
        return Optional.of(NOON.plusSeconds(60L * minute));
    }

    @Test
    void isShownSinceItFollowedOnAnother() {
        ShownHead last = ShownHead.last(List.of(head("a", 0), head("b", 2), head("a", 4), head("a", 6)));

        assertThat(last).isEqualTo(head("a", 4));
        assertThat(last.at(minute(3))).isEmpty();
        assertThat(last.at(minute(4))).isEmpty();
        assertThat(last.at(minute(5))).isEqualTo("a");
    }

    @Test
    void provesNothingWhereSomethingIsUntold() {
        assertThat(ShownHead.last(List.of()).at(minute(9))).isEmpty();
        assertThat(head("a", 0).at(Optional.empty())).isEmpty();
        assertThat(ShownHead.of("a", Optional.empty()).at(minute(9))).isEmpty();
        assertThat(ShownHead.last(List.of(head("a", 0), head("", 2))).at(minute(9)))
                .isEmpty();
        assertThat(ShownHead.last(List.of(head("a", 0), head("", 2), head("a", 4))))
                .isEqualTo(head("a", 4));
    }
}
