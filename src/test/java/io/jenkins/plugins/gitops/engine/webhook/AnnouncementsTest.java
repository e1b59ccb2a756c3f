package io.jenkins.plugins.gitops.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.forge.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private final MovableClock clock = new MovableClock();
    private final Announcements announcements = new Announcements(clock);

    @Test
    void aChangeThatNoWebhookToldOfIsMissed() {
        announcements.foundByPolling();
        clock.advance(Duration.ofSeconds(59));
        assertThat(announcements.missed()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(announcements.missed()).isEqualTo(1);
        assertThat(announcements.lastHeard()).isEmpty();
    }

    @Test
    void aPollMayBeFasterThanTheWebhook() {
        announcements.foundByPolling();
        clock.advance(Duration.ofSeconds(30));
        announcements.heard();
        clock.advance(Duration.ofHours(1));
        assertThat(announcements.missed()).isZero();
    }

    @Test
    void aPollAfterTheWebhookIsNoNews() {
        announcements.heard();
        clock.advance(Duration.ofSeconds(30));
        announcements.foundByPolling();
        clock.advance(Duration.ofHours(1));
        assertThat(announcements.missed()).isZero();
    }

    @Test
    void everyLostOneCountsUntilOneComes() {
        announcements.heard();
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(2));
            announcements.foundByPolling();
        }
        assertThat(announcements.missed()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(2));
        assertThat(announcements.missed()).isEqualTo(3);
        announcements.heard();
        assertThat(announcements.missed()).isZero();
        assertThat(announcements.lastHeard()).contains(clock.instant());
    }
}
