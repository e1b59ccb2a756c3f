package io.jenkins.plugins.gitops.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which messages come of what a monitor tells, and when. */
class AlertsTest {
    private static final MonitoredPlace DEV =
            new MonitoredPlace("https://git.example.com/config", "shop", "dev", "west");
    private static final ResourceDiff WEB = Drifts.changed("web");
    private static final ResourceDiff API = Drifts.changed("api");

    private final ManualTime time = new ManualTime();
    private final List<Alert> told = new ArrayList<>();
    private final Alerts alerts = new Alerts(time, time, told::add);

    private void drift(ResourceDiff diff, Action action) {
        drift(Drifts.PROD, diff, action, 1);
    }

    private void drift(MonitoredPlace place, ResourceDiff diff, Action action, int count) {
        alerts.accept(new MonitorEvent.Drifted(time.instant(), place, "c0ffee", Drifts.drift(diff, action, count)));
    }

    private void over(ResourceDiff diff) {
        alerts.accept(new MonitorEvent.Resolved(time.instant(), Drifts.PROD, Drifts.drift(diff, Action.ALERT), false));
    }

    private void refused(Optional<ResourceDiff> diff, String reason) {
        alerts.accept(new MonitorEvent.Refused(time.instant(), Drifts.PROD, diff.map(ResourceDiff::key), reason));
    }

    private void seconds(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private void minutes(int minutes) {
        time.advance(Duration.ofMinutes(minutes));
    }

    private static List<String> names(Alert alert) {
        return alert.drifts().stream().map(drift -> drift.resource().name()).toList();
    }

    @Test
    void whatComesWithinTenSecondsIsOneMessageForAnEnvironment() {
        drift(WEB, Action.ALERT);
        seconds(9);
        drift(API, Action.APPROVE);
        drift(DEV, WEB, Action.ALERT, 1);
        assertThat(told).isEmpty();

        seconds(1);

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.over()).isFalse();
            assertThat(alert.place()).isEqualTo(Drifts.PROD);
            assertThat(alert.time()).isEqualTo(ManualTime.START.plusSeconds(10));
            assertThat(names(alert)).containsExactly("web", "api");
            assertThat(alert.open()).isEqualTo(2);
            assertThat(alert.heldBack()).isFalse();
        });
        seconds(9);
        assertThat(told).hasSize(2).last().extracting(Alert::place).isEqualTo(DEV);
    }

    @Test
    void aDriftIsToldOnceUntilOtherFieldsDiffer() {
        drift(WEB, Action.ALERT);
        seconds(10);
        drift(Drifts.PROD, WEB, Action.ALERT, 2);
        drift(Drifts.PROD, WEB, Action.APPROVE, 3);
        minutes(60);
        assertThat(told).hasSize(1);

        drift(Drifts.PROD, Drifts.missing("web"), Action.ALERT, 1);
        seconds(10);

        assertThat(told).hasSize(2).last().satisfies(alert -> {
            assertThat(alert.drifts()).singleElement().satisfies(drift -> {
                assertThat(drift.kinds()).containsExactly("missing");
            });
            assertThat(alert.open()).isEqualTo(1);
        });
    }

    @Test
    void repeatsBeforeItIsToldAreCounted() {
        drift(WEB, Action.ALERT);
        drift(Drifts.PROD, WEB, Action.ALERT, 4);
        seconds(10);

        assertThat(told)
                .singleElement()
                .satisfies(alert -> assertThat(alert.drifts())
                        .singleElement()
                        .extracting(AlertedDrift::times)
                        .isEqualTo(4));
    }

    @Test
    void thatEverythingIsOverIsToldOnceAllOfItIs() {
        drift(WEB, Action.ALERT);
        drift(API, Action.ALERT);
        seconds(10);
        over(WEB);
        minutes(5);
        assertThat(told).as("one is on").hasSize(1);

        over(API);
        seconds(10);

        assertThat(told).hasSize(2).last().satisfies(alert -> {
            assertThat(alert.over()).isTrue();
            assertThat(names(alert)).containsExactly("web", "api");
            assertThat(alert.open()).isZero();
        });
        minutes(60);
        assertThat(told).hasSize(2);
        drift(WEB, Action.ALERT);
        seconds(10);
        assertThat(told).as("after its end it is another").hasSize(3);
    }

    @Test
    void whatIsOverBeforeItIsToldIsToldAsSuch() {
        drift(WEB, Action.ALERT);
        seconds(6);
        over(WEB);
        minutes(5);

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.over()).isFalse();
            assertThat(alert.open()).isZero();
            assertThat(alert.drifts())
                    .singleElement()
                    .satisfies(drift -> assertThat(drift.over()).isTrue());
        });
    }

    @Test
    void whatDriftsAgainBeforeItsEndIsToldIsNotOver() {
        drift(WEB, Action.ALERT);
        seconds(10);
        over(WEB);
        seconds(5);
        drift(Drifts.PROD, WEB, Action.ALERT, 2);
        seconds(5);

        assertThat(told).hasSize(2).last().satisfies(alert -> {
            assertThat(alert.over()).isFalse();
            assertThat(alert.open()).isEqualTo(1);
        });
    }

    @Test
    void aFloodIsHeldBackAndSummedUp() {
        for (int i = 0; i < 360; i++) { // an hour of something that somebody and another program fight over
            drift(WEB, Action.ALERT);
            drift(Drifts.changed("web-" + i), Action.ALERT);
            seconds(5);
            over(WEB);
            seconds(5);
        }

        assertThat(told).hasSizeBetween(9, 11);
        assertThat(told.get(0).heldBack()).isFalse();
        assertThat(told.get(told.size() - 1)).satisfies(alert -> {
            assertThat(alert.heldBack()).isTrue();
            assertThat(alert.count()).isEqualTo(61);
            assertThat(alert.drifts()).hasSize(50);
        });
        assertThat(time.waiting()).as("timers").isEqualTo(1);
        int before = told.size();
        minutes(10);
        assertThat(told).as("the rest is told later").hasSize(before + 1);
    }

    @Test
    void environmentsHaveTheirOwnMeasure() {
        for (int i = 0; i < 10; i++) {
            drift(Drifts.changed("web-" + i), Action.ALERT);
            seconds(10);
        }
        int before = told.size();
        drift(DEV, WEB, Action.ALERT, 1);
        seconds(10);
        assertThat(told).hasSize(before + 1).last().extracting(Alert::place).isEqualTo(DEV);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"HEAL", "AUDIT", "ALLOW"})
    void nobodyIsToldOfWhatIsHealedOrOnlyNoted(Action action) {
        drift(WEB, action);
        over(WEB);
        minutes(60);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsNotHealedIsToldWithItsReason() {
        drift(WEB, Action.HEAL);
        minutes(5);
        refused(Optional.of(WEB), "No longer healed: it was put back 5 times");
        seconds(10);

        assertThat(told)
                .singleElement()
                .satisfies(alert -> assertThat(alert.drifts()).singleElement().satisfies(drift -> {
                    assertThat(drift.resource().name()).isEqualTo("web");
                    assertThat(drift.action()).isEqualTo("heal");
                    assertThat(drift.note()).isEqualTo("No longer healed: it was put back 5 times");
                }));
        refused(Optional.of(WEB), "Could not be healed: 500");
        minutes(60);
        assertThat(told).as("another reason is no other drift").hasSize(1);
        over(WEB);
        seconds(10);
        assertThat(told).hasSize(2).last().extracting(Alert::over).isEqualTo(true);
    }

    @Test
    void whereNothingIsHealedAllOfItIsTold() {
        drift(WEB, Action.HEAL);
        refused(Optional.empty(), "Nothing is healed: every object differs");
        drift(API, Action.HEAL);
        seconds(10);

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(names(alert)).containsExactly("web", "api");
            assertThat(alert.drifts())
                    .extracting(AlertedDrift::note)
                    .containsOnly("Nothing is healed: every object differs");
        });
    }

    @Test
    void onceOneIsAsGitSaysTheOthersAreHealedWithoutAWord() {
        drift(WEB, Action.HEAL);
        drift(API, Action.HEAL);
        refused(Optional.empty(), "Nothing is healed: every object differs");
        seconds(10);
        over(WEB);
        drift(WEB, Action.HEAL);
        minutes(5);
        assertThat(told).as("it is put back by now").hasSize(1);

        refused(Optional.empty(), "Nothing is healed: every object differs");
        seconds(10);
        assertThat(told)
                .hasSize(2)
                .last()
                .satisfies(alert -> assertThat(names(alert)).containsExactly("web"));
    }

    @Test
    void aPolicyThatNoLongerAsksForItEndsIt() {
        drift(WEB, Action.ALERT);
        seconds(10);
        drift(WEB, Action.AUDIT);
        seconds(10);
        assertThat(told).hasSize(2).last().extracting(Alert::over).isEqualTo(true);
    }

    @Test
    void aRefusalOfWhatNobodyKnowsIsNothing() {
        refused(Optional.of(WEB), "Not healed");
        over(WEB);
        minutes(60);
        assertThat(told).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void whatIsOnIsToldAgainWhereTheMonitorBeginsAnew() {
        drift(WEB, Action.ALERT);
        seconds(10);
        alerts.clear();
        drift(WEB, Action.ALERT);
        seconds(10);
        assertThat(told).hasSize(2);
        alerts.clear();
        over(WEB);
        minutes(60);
        assertThat(told).hasSize(2);
    }
}
