package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.delivery.Observation;
import io.jenkins.plugins.gitops.engine.delivery.PodTroubles;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.delivery.Sight;
import io.jenkins.plugins.gitops.engine.delivery.Word;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From when a wait counts the time that everything stays healthy, by a clock of the test's own. */
class SteadinessTest {
    private static final Duration STEADY = Duration.ofSeconds(5);
    private static final Word WORKING = new Word.Working("Argo CD still says Progressing", Duration.ofSeconds(2));

    private final HandClock clock = new HandClock();
    private Word word = WORKING;
    private Observation seen = new Observation("a", List.of(), List.of());

    private final Sight sight = new Sight() {
        @Override
        public Observation observe(DesiredState state) {
            return seen;
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private final Wait wait = new Wait(
            new WaitRequest("a", clock.instant().plusSeconds(600), STEADY, false),
            new WhereaboutsTest.Source(),
            desired -> word,
            sight,
            new PodTroubles(unasked(), clock),
            clock);

    /** A cluster that nobody asks: every answer is nothing. */
    private static Cluster unasked() {
        return (Cluster) Proxy.newProxyInstance(
                SteadinessTest.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static ResourceState inSync() {
        Resource object = Resource.of(Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "settings", "namespace", "shop")));
        return new ResourceState(new Differ(List.of()).compare(object, object, false), Optional.empty());
    }

    private Look after(Duration time) {
        clock.now = clock.now.plus(time);
        return wait.look();
    }

    private static void assertLive(Look look) {
        assertThat(look)
                .isInstanceOfSatisfying(
                        Look.Done.class,
                        done -> assertThat(done.result().verdict()).isEqualTo(WaitVerdict.LIVE));
    }

    @Test
    void countsFromWhenTheClusterIsLiveThoughWhoDeliversNoticesLater() {
        seen = new Observation("a", List.of(inSync()), List.of());
        Look first = wait.look();
        assertThat(first).isInstanceOf(Look.Again.class);
        assertThat(after(STEADY)).isInstanceOf(Look.Again.class);
        word = new Word.Delivered();
        assertLive(after(Duration.ofMillis(1)));
    }

    @Test
    void looksAgainAsTheTimeIsOverAndOftenWhileOnlyAWordIsMissing() {
        seen = new Observation("a", List.of(inSync()), List.of());
        wait.look();
        Look.Again before = (Look.Again) after(STEADY.minusMillis(700));
        assertThat(before.at()).isEqualTo(clock.instant().plusMillis(700));
        Look.Again lagging = (Look.Again) after(Duration.ofSeconds(1));
        assertThat(lagging.at()).isEqualTo(clock.instant().plusMillis(250));
        Look.Again patient = (Look.Again) after(Duration.ofSeconds(11));
        assertThat(patient.at()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void countsFromTheWordWhereTheClusterIsNotSeen() {
        wait.look();
        after(STEADY);
        word = new Word.Delivered();
        assertThat(after(Duration.ofSeconds(1))).isInstanceOf(Look.Again.class);
        assertLive(after(STEADY));
    }

    @Test
    void countsAnewWhereItWasNotLiveInBetween() {
        seen = new Observation("a", List.of(inSync()), List.of());
        word = new Word.Delivered();
        wait.look();
        seen = new Observation("a", List.of(inSync()), List.of("ConfigMap in shop cannot be listed"));
        after(Duration.ofSeconds(4));
        seen = new Observation("a", List.of(inSync()), List.of());
        assertThat(after(Duration.ofSeconds(1))).isInstanceOf(Look.Again.class);
        assertLive(after(STEADY));
    }

    @Test
    void saysAtTheDeadlineWhatWhoDeliversSaidLast() {
        wait.look();

        assertThat(after(Duration.ofSeconds(600))).isInstanceOfSatisfying(Look.Done.class, done -> {
            assertThat(done.result().verdict()).isEqualTo(WaitVerdict.TIMED_OUT);
            assertThat(done.result().causes()).startsWith("Argo CD still says Progressing");
        });
    }
}
