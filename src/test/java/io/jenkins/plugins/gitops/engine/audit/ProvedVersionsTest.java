package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvedVersionsTest {
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);

    /** Verdicts a minute apart: {@code "+a -a +b"}. */
    private static ProvedVersions of(String verdicts) {
        List<NoteRecord> records = new ArrayList<>();
        for (String each : verdicts.split(" ")) {
            String verdict = each.startsWith("+") ? NoteRecord.LIVE : NoteRecord.DEGRADED;
            records.add(
                    NoteRecord.verdict(each.substring(1).repeat(40), "shop", "prod", verdict, minute(records.size())));
        }
        return ProvedVersions.of(records);
    }

    private static Instant minute(int number) {
        return Instant.EPOCH.plus(Duration.ofMinutes(number));
    }

    @Test
    void theLastProvedIsTheLastThatWasLive() {
        assertThat(of("+a +b").proved()).startsWith(B);
        assertThat(of("+a +b +a").proved()).containsExactly(A, B);
    }

    @Test
    void whatIsDegradedSinceIsNoPlaceToGoBackTo() {
        assertThat(of("+a +b -b").proved()).startsWith(A);
        assertThat(of("+a +b -b +b").proved()).startsWith(B);
        assertThat(of("-a").proved()).isEmpty();
        assertThat(of("-a +a -b -a").degradedSince(A)).containsExactly(A, B);
        assertThat(of("-a +a +b").degradedSince(A)).isEmpty();
    }

    @Test
    void aCommitIsLiveUntilAnotherOneIs() {
        assertThat(of("+a +a +b +b").occupancies())
                .containsExactly(new Occupancy(A, minute(0), minute(2)), new Occupancy(B, minute(2), null));
        assertThat(of("+a +a +b +b").liveSince(B)).contains(minute(2));
        assertThat(of("+a +a +b +b").liveSince(A)).isEmpty();
    }

    @Test
    void aDegradedOneEndsWhatWasLive() {
        assertThat(of("+a -a").current()).isEmpty();
        assertThat(of("+a -b +a").occupancies())
                .containsExactly(new Occupancy(A, minute(0), minute(1)), new Occupancy(A, minute(2), null));
    }

    @Test
    void theLongestTimeCounts() {
        ProvedVersions versions = of("+a -a -a -a +a -a +a");
        assertThat(versions.longest(A, minute(7))).isEqualTo(Duration.ofMinutes(1));
        assertThat(versions.longest(A, minute(9))).isEqualTo(Duration.ofMinutes(3));
        assertThat(versions.longest(B, minute(9))).isZero();
    }
}
