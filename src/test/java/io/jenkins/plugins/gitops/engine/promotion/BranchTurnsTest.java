package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BranchTurnsTest {
    private final BranchTurns turns = new BranchTurns();

    @Test
    void comeOneAfterTheOther() throws Exception {
        BranchTurns.Turn first = turns.take("main", Duration.ofMinutes(1));
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            try (BranchTurns.Turn turn = turns.take("main", Duration.ofMinutes(1))) {
                return turn.taken();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (BranchTurns.Turn other = turns.take("other", Duration.ZERO)) {
            assertThat(other.taken()).isTrue();
        }
        assertThat(second).isNotDone();
        first.close();
        assertThat(second.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(turns.branches()).isZero();
    }

    @Test
    void doNotComeForTheImpatient() throws Exception {
        try (BranchTurns.Turn first = turns.take("main", Duration.ofMinutes(1))) {
            assertThat(first.taken()).isTrue();
            assertThat(CompletableFuture.supplyAsync(() -> {
                                try (BranchTurns.Turn turn = turns.take("main", Duration.ofMillis(1))) {
                                    return turn.taken();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            })
                            .get(1, TimeUnit.MINUTES))
                    .isFalse();
        }
        assertThat(turns.branches()).isZero();
    }
}
