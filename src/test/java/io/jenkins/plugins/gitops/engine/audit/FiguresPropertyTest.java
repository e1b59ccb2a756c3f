package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The figures beside a reference that goes through the window minute by minute. */
class FiguresPropertyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int END = 60;

    /** What happened to a promotion; minutes, -1 for never. */
    private record Story(boolean prod, int version, int committed, int proved, int degraded, int undone) {
        String commit(int number) {
            return String.format("%040x", number + 1);
        }
    }

    @Provide
    Arbitrary<Story> stories() {
        Arbitrary<Integer> later = Arbitraries.integers().between(-20, END);
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, END - 10),
                        later,
                        later,
                        later)
                .as((prod, version, committed, proved, degraded, undone) -> new Story(
                        prod,
                        version,
                        committed,
                        proved < committed ? -1 : proved,
                        degraded < committed ? -1 : degraded,
                        undone < committed ? -1 : undone));
    }

    @CheckForNull
    private static Instant at(int minute) {
        return minute < 0 ? null : START.plus(Duration.ofMinutes(minute));
    }

    private static Change change(int number, Story story) {
        String version = story.version() == 0 ? "" : "v" + story.version();
        return new Change(
                Change.PROMOTION,
                "shop",
                story.prod() ? "prod" : "dev",
                version,
                story.commit(number),
                "p" + number,
                "",
                "",
                "",
                List.of(),
                "",
                "",
                "",
                START.plus(Duration.ofMinutes(story.committed())),
                null,
                at(story.proved()),
                at(story.degraded()),
                "",
                at(story.undone()));
    }

    private static Figures figures(List<Story> stories, int from, int to) {
        List<Change> changes = new ArrayList<>();
        List<NoteRecord> records = new ArrayList<>();
        for (int i = 0; i < stories.size(); i++) {
            Story story = stories.get(i);
            changes.add(change(i, story));
            for (String verdict : new String[] {"LIVE", "DEGRADED"}) {
                Instant time = at(verdict.equals("LIVE") ? story.proved() : story.degraded());
                if (time != null) {
                    records.add(
                            NoteRecord.verdict(story.commit(i), "shop", story.prod() ? "prod" : "dev", verdict, time));
                }
            }
        }
        Collections.shuffle(changes, new Random(stories.hashCode()));
        records.sort(Comparator.comparing(NoteRecord::time));
        return Figures.of("prod", changes, records, at(from), at(to));
    }

    @Property(tries = 1_000)
    void areThoseOfTheReference(
            @ForAll @Size(max = 12) List<@From("stories") Story> stories, @ForAll @IntRange(max = 40) int from) {
        int to = from + 20;
        Figures figures = figures(stories, from, to);
        List<Story> prod = stories.stream().filter(Story::prod).toList();
        boolean known = false;
        int deployments = 0;
        int failures = 0;
        for (int minute = 0; minute <= to; minute++) {
            for (Story story : prod) {
                known |= story.proved() == minute || story.degraded() == minute;
                boolean comes = story.proved() == minute || story.degraded() == minute || story.undone() == minute;
                boolean came = before(story.proved(), minute)
                        || before(story.degraded(), minute)
                        || before(story.undone(), minute);
                if (minute > from && comes && !came) {
                    deployments++;
                    boolean fails = before(story.degraded(), to + 1) || before(story.undone(), to + 1);
                    failures += fails ? 1 : 0;
                }
            }
        }
        if (!known) {
            assertThat(figures.deployments()).isEmpty();
            assertThat(figures.deploymentsPerDay()).isEmpty();
            assertThat(figures.changeFailureRate()).isEmpty();
            return;
        }
        assertThat(figures.deployments()).hasValue(deployments);
        assertThat(figures.failures()).hasValue(failures);
        assertThat(figures.changeFailureRate())
                .isEqualTo(
                        deployments == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failures / deployments));
        assertThat(figures.leadTime()).isEqualTo(leadTime(stories, from, to));
        assertThat(figures.timeToRestore()).isEqualTo(restore(prod, from, to));
    }

    private static boolean before(int time, int minute) {
        return time >= 0 && time < minute;
    }

    /** For each version the first minute it was proved in prod, and the first it was committed anywhere. */
    private static Optional<Duration> leadTime(List<Story> stories, int from, int to) {
        List<Integer> minutes = new ArrayList<>();
        for (int i = 0; i < stories.size(); i++) {
            Story story = stories.get(i);
            boolean first = story.prod() && story.proved() >= 0;
            int begun = story.committed();
            for (int j = 0; j < stories.size(); j++) {
                Story other = stories.get(j);
                if (j != i && story.version() != 0 && other.version() == story.version()) {
                    begun = Math.min(begun, other.committed());
                    boolean earlier = other.proved() < story.proved() || other.proved() == story.proved() && j < i;
                    first &= !(other.prod() && other.proved() >= 0 && earlier);
                }
            }
            if (first && story.proved() > from && story.proved() <= to) {
                minutes.add(story.proved() - begun);
            }
        }
        return median(minutes);
    }

    private static Optional<Duration> restore(List<Story> prod, int from, int to) {
        List<Integer> minutes = new ArrayList<>();
        int since = -1;
        for (int now = 0; now <= to; now++) {
            int minute = now;
            if (since < 0 && prod.stream().anyMatch(s -> s.degraded() == minute || s.undone() == minute)) {
                since = now;
            }
            if (since >= 0 && prod.stream().anyMatch(s -> s.proved() == minute)) {
                if (now > from) {
                    minutes.add(now - since);
                }
                since = -1;
            }
        }
        return median(minutes);
    }

    private static Optional<Duration> median(List<Integer> minutes) {
        if (minutes.isEmpty()) {
            return Optional.empty();
        }
        Collections.sort(minutes);
        int low = minutes.get((minutes.size() - 1) / 2);
        int high = minutes.get(minutes.size() / 2);
        return Optional.of(Duration.ofSeconds(30L * (low + high)));
    }

    @Example
    void aDayInNumbers() {
        Figures figures = figures(
                List.of(
                        new Story(false, 1, 0, 5, -1, -1),
                        new Story(true, 1, 10, 12, -1, -1),
                        new Story(true, 2, 20, 22, 30, 32),
                        new Story(true, 3, 40, 41, -1, -1)),
                0,
                60);
        assertThat(figures.deployments()).hasValue(3);
        assertThat(figures.deploymentsPerDay()).hasValue(72);
        assertThat(figures.changeFailureRate()).hasValue(1.0 / 3);
        assertThat(figures.leadTime()).as("of 12, 2 and 1").contains(Duration.ofMinutes(2));
        assertThat(figures.timeToRestore()).as("from 30 to 41").contains(Duration.ofMinutes(11));
    }

    @Example
    void withoutVerdictsNothingIsKnown() {
        Figures figures = figures(List.of(new Story(true, 1, 10, -1, -1, 20)), 0, 60);
        assertThat(figures.deployments()).isEmpty();
        assertThat(figures.changeFailureRate()).isEmpty();
        assertThat(figures.leadTime()).isEmpty();
        assertThat(figures.timeToRestore()).isEmpty();
    }

    @Example
    void aQuietWindowIsZeroDeploymentsAndNoRate() {
        Figures figures = figures(List.of(new Story(true, 1, 1, 2, -1, -1)), 10, 60);
        assertThat(figures.deploymentsPerDay()).hasValue(0);
        assertThat(figures.changeFailureRate()).isEmpty();
    }
}
