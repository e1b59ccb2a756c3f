package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Family;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Sample;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Type;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the events of a monitor come to. Safe for several threads. */
final class EventFigures {

    private record Drift(List<String> kinds, Instant recorded, boolean healed) {}

    private static final class OfPlace {
        private final Map<String, Long> events = new TreeMap<>();
        private final Map<ResourceKey, Drift> drifts = new HashMap<>();
        private final Map<String, Long> byKind = new TreeMap<>();
        private boolean unknown;

        private void open(ResourceKey key, Drift drift) {
            end(key);
            drifts.put(key, drift);
            drift.kinds().forEach(kind -> byKind.merge(kind, 1L, Long::sum));
        }

        /** A kind that was there once stays with 0, so that whoever looks sees that it is over. */
        private void end(ResourceKey key) {
            Drift before = drifts.remove(key);
            if (before != null) {
                before.kinds().forEach(kind -> byKind.merge(kind, -1L, Long::sum));
            }
        }
    }

    private final Duration steady;
    private final Map<MonitoredPlace, OfPlace> places = new LinkedHashMap<>();
    private final Durations detection = new Durations();
    private final Durations healing = new Durations();

    /** @param steady how long something has to differ before it counts, which no latency is */
    EventFigures(Duration steady) {
        this.steady = steady;
    }

    synchronized void count(MonitorEvent event) {
        OfPlace place = places.computeIfAbsent(event.place(), unseen -> new OfPlace());
        place.events.merge(event.name(), 1L, Long::sum);
        if (event instanceof MonitorEvent.Seen || event instanceof MonitorEvent.Declared) {
            place.unknown = false;
        } else if (event instanceof MonitorEvent.Unknown) {
            place.unknown = true;
        } else if (event instanceof MonitorEvent.Drifted drifted) {
            drifted(place, drifted.drift(), event.time());
        } else if (event instanceof MonitorEvent.Resolved resolved) {
            place.end(resolved.drift().resource());
        } else if (event instanceof MonitorEvent.Healed healed) {
            healed(place, healed.resource(), event.time());
        }
    }

    private void drifted(OfPlace place, DriftRecord drift, Instant now) {
        // of one that has come again nobody remembers when it did
        if (drift.count() == 1 && !place.drifts.containsKey(drift.resource())) {
            detection.add(Duration.between(drift.firstSeen(), now).minus(steady));
        }
        place.open(drift.resource(), new Drift(drift.kinds(), now, false));
    }

    private void healed(OfPlace place, ResourceKey key, Instant now) {
        place.drifts.computeIfPresent(key, (same, drift) -> {
            if (!drift.healed()) {
                healing.add(Duration.between(drift.recorded(), now));
            }
            return new Drift(drift.kinds(), drift.recorded(), true);
        });
    }

    synchronized List<Family> families() {
        List<Sample> open = new ArrayList<>();
        List<Sample> unknown = new ArrayList<>();
        List<Sample> events = new ArrayList<>();
        places.forEach((place, figures) -> {
            figures.byKind.forEach((kind, count) -> open.add(new Sample("", labels(place, "kind", kind), count)));
            figures.events.forEach((name, count) -> events.add(new Sample("", labels(place, "event", name), count)));
            unknown.add(new Sample("", labels(place), figures.unknown ? 1 : 0));
        });
        return List.of(
                new Family("gitops_drift", Type.GAUGE, "Resources that drift; one of two kinds counts in both.", open),
                new Family(
                        "gitops_environment_unknown",
                        Type.GAUGE,
                        "Whether not everything of the environment can be seen.",
                        unknown),
                new Family("gitops_monitor_events_total", Type.COUNTER, "What the monitor told.", events),
                new Family(
                        "gitops_drift_detection_seconds",
                        Type.HISTOGRAM,
                        "From a difference to its record as drift, without the time that it has to be steady.",
                        detection.samples()),
                new Family(
                        "gitops_drift_heal_seconds",
                        Type.HISTOGRAM,
                        "From the record of a drift to its being put back the first time.",
                        healing.samples()));
    }

    private static Map<String, String> labels(MonitoredPlace place, String... more) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("repository", place.repository());
        labels.put("application", place.application());
        labels.put("environment", place.environment());
        for (int i = 0; i < more.length; i += 2) {
            labels.put(more[i], more[i + 1]);
        }
        return labels;
    }
}
