package io.jenkins.plugins.gitops.engine.monitor.history;

import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes episodes of entries, the oldest first. */
final class Episodes {

    private record Subject(MonitoredPlace place, ResourceKey resource) {}

    private final Map<Subject, Episode> open = new LinkedHashMap<>();
    private final List<Episode> over = new ArrayList<>();

    void add(HistoryEntry entry) {
        if (entry.event().equals(HistoryEntry.BEGUN)) {
            open.values().forEach(episode -> over.add(episode.ended(null, Episode.Ending.UNSEEN)));
            open.clear();
        } else {
            entry.resource().ifPresent(resource -> add(entry, new Subject(entry.place(), resource)));
        }
    }

    private void add(HistoryEntry entry, Subject subject) {
        if (entry.event().equals("drift")) {
            open.merge(subject, begun(entry, subject), (before, same) -> before.changed(entry));
        } else if (entry.event().equals("resolved")) {
            Episode before = open.remove(subject);
            // the line that it began with may be so old that it was forgotten
            Episode episode = before == null ? begun(entry, subject) : before;
            over.add(episode.ended(entry.time(), entry.healed() ? Episode.Ending.HEALED : Episode.Ending.RESOLVED));
        }
    }

    private static Episode begun(HistoryEntry entry, Subject subject) {
        return new Episode(
                subject.place(),
                subject.resource(),
                Set.copyOf(entry.kinds()),
                entry.who(),
                entry.manager(),
                entry.since(),
                null,
                Episode.Ending.OPEN);
    }

    /** Those that were on at some time between the two, the oldest first; one whose end nobody saw at its beginning. */
    List<Episode> between(Instant since, Instant until) {
        List<Episode> all = new ArrayList<>(over);
        all.addAll(open.values());
        return all.stream()
                .filter(episode -> episode.from().isBefore(until))
                .filter(episode -> !end(episode, until).isBefore(since))
                .sorted(Comparator.comparing(Episode::from))
                .toList();
    }

    private static Instant end(Episode episode, Instant now) {
        Instant end = episode.until();
        if (end != null) {
            return end;
        }
        return episode.ending() == Episode.Ending.OPEN ? now : episode.from();
    }
}
