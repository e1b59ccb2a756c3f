package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealBackoffTest {
    private static final ResourceKey WEB = new ResourceKey("apps", "Deployment", "shop", "web");
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private final HealBackoff backoff = new HealBackoff();

    @Test
    void waitsThreeTimesAsLongEachTimeAndFiveMinutesAtMost() {
        List<Duration> pauses = new ArrayList<>();
        for (int time = 0; time < 8; time++) {
            pauses.add(Duration.between(START, backoff.due(WEB, START)));
            backoff.healed(WEB, START);
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(0L, 2L, 6L, 18L, 54L, 162L, 300L, 300L);
    }

    @Test
    void givesUpWhereItChangesAgainEachTime() {
        for (int time = 0; time < HealBackoff.MOST; time++) {
            assertThat(backoff.isLost(WEB, START, START)).isFalse();
            backoff.healed(WEB, START);
        }

        assertThat(backoff.isLost(WEB, START.minusSeconds(1), START)).isFalse(); // the last one may yet help
        assertThat(backoff.isLost(WEB, START.minusSeconds(1), START.plusSeconds(162)))
                .isTrue();
        assertThat(backoff.isLost(WEB, START.plusSeconds(1), START.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void forgetsAfterALongCalm() {
        for (int time = 0; time < HealBackoff.MOST; time++) {
            backoff.healed(WEB, START);
        }
        Instant calm = START.plusSeconds(3600); // when somebody else put it back
        backoff.resolved(WEB, calm);
        backoff.drifted(WEB, calm.plusSeconds(300));
        assertThat(backoff.isLost(WEB, calm.plusSeconds(300), calm.plusSeconds(300)))
                .isTrue();

        calm = calm.plusSeconds(310);
        backoff.resolved(WEB, calm);
        backoff.drifted(WEB, calm.plusSeconds(301));
        assertThat(backoff.isLost(WEB, calm.plusSeconds(301), calm.plusSeconds(301)))
                .isFalse();
        assertThat(backoff.due(WEB, calm.plusSeconds(301))).isEqualTo(calm.plusSeconds(301));
    }

    @Test
    void whatWasMissedIsTriedAgainSoonAndLaterEachTime() {
        List<Long> pauses = new ArrayList<>();
        for (int time = 0; time < 7; time++) {
            backoff.missed(WEB, START);
            pauses.add(Duration.between(START, backoff.due(WEB, START)).toSeconds());
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);

        backoff.resolved(WEB, START);
        backoff.missed(WEB, START);
        assertThat(backoff.due(WEB, START)).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void whatCannotBeWrittenIsTriedAgainForEverAndSeldom() {
        for (int time = 0; time < 2 * HealBackoff.MOST; time++) {
            backoff.failed(WEB, START);
            assertThat(backoff.due(WEB, START)).isEqualTo(START.plusSeconds(300));
        }
        assertThat(backoff.isLost(WEB, START, START.plusSeconds(300))).isFalse();

        backoff.resolved(WEB, START.plusSeconds(10));
        backoff.drifted(WEB, START.plusSeconds(20));
        assertThat(backoff.due(WEB, START.plusSeconds(20))).isEqualTo(START.plusSeconds(20));
    }
}
