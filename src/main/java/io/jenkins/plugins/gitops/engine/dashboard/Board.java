package io.jenkins.plugins.gitops.engine.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.dashboard.BoardPlace.OpenDrift;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How every environment stands and what happened lately, from what a monitor tells. Keeps the open drifts and the last
 * {@value #TIMELINE} events; safe for several threads.
 */
public final class Board implements Consumer<MonitorEvent> {
    private static final int TIMELINE = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<MonitoredPlace, BoardPlace> places = new LinkedHashMap<>();
    private final Map<String, String> troubles = new LinkedHashMap<>();
    private final Deque<Line> timeline = new ArrayDeque<>();
    private long version;

    /** An event as it is shown, and not as it was told: that holds whole values. */
    private record Line(MonitoredPlace place, Map<String, Object> json) {}

    @Override
    public synchronized void accept(MonitorEvent event) {
        version++;
        String repository = event.place().repository();
        if (!event.place().application().isEmpty()) {
            BoardPlace place = places.get(event.place());
            if (place == null && !isOver(event)) {
                place = new BoardPlace(event.place(), event.time());
                places.put(event.place(), place);
            }
            if (place != null) {
                place.accept(event, version);
            }
            troubles.putIfAbsent(repository, "");
        } else if (event instanceof MonitorEvent.Unknown unknown) {
            troubles.put(repository, String.join("; ", unknown.reasons()));
        }
        if (event instanceof MonitorEvent.Seen) {
            troubles.put(repository, "");
        }
        if (event instanceof MonitorEvent.Declared declared) {
            troubles.put(repository, "");
            arrange(declared);
            return;
        }
        timeline.addFirst(new Line(event.place(), BoardJson.line(event)));
        if (timeline.size() > TIMELINE) {
            timeline.removeLast();
        }
    }

    /** What ends with an environment may be told after it is gone, and does not bring it back. */
    private static boolean isOver(MonitorEvent event) {
        return event instanceof MonitorEvent.Resolved || event instanceof MonitorEvent.Healed;
    }

    /** What is declared no more goes, what is new is there before it is seen, and all of it stands in Git's order. */
    private void arrange(MonitorEvent.Declared declared) {
        Map<MonitoredPlace, BoardPlace> before = new LinkedHashMap<>(places);
        places.keySet()
                .removeIf(place -> place.repository().equals(declared.place().repository()));
        for (MonitoredPlace place : declared.environments()) {
            BoardPlace known = before.get(place);
            places.put(place, known == null ? new BoardPlace(place, declared.time()) : known);
        }
    }

    /** Forgets how everything stands, since nobody watches it any more; what happened stays in the timeline. */
    public synchronized void clear() {
        version++;
        places.clear();
        troubles.clear();
    }

    /** Another number whenever something was told: what was read at the same number is still right. */
    public synchronized long version() {
        return version;
    }

    /**
     * Everything a reader may see: environments in the order in which they were first told of, the newest events first.
     *
     * @param visible which environments and repositories
     * @return a JSON object
     */
    public synchronized String json(Predicate<MonitoredPlace> visible) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version);
        json.put(
                "environments",
                places.values().stream()
                        .filter(place -> visible.test(place.place))
                        .map(BoardPlace::json)
                        .toList());
        json.put(
                "repositories",
                troubles.entrySet().stream()
                        .filter(entry -> visible.test(new MonitoredPlace(entry.getKey(), "", "", "")))
                        .map(entry -> Map.of("repository", entry.getKey(), "trouble", entry.getValue()))
                        .toList());
        json.put(
                "timeline",
                timeline.stream()
                        .filter(line -> visible.test(line.place()))
                        .map(Line::json)
                        .toList());
        return written(json);
    }

    /**
     * One open drift with all its fields.
     *
     * @param number as {@link #json} gives it
     * @return a JSON object; empty where it is over, or not to be seen
     */
    public synchronized Optional<String> drift(long number, Predicate<MonitoredPlace> visible) {
        for (BoardPlace place : places.values()) {
            OpenDrift open = place.drift(number);
            if (open != null && visible.test(place.place)) {
                return Optional.of(written(BoardJson.detail(place.place, open)));
            }
        }
        return Optional.empty();
    }

    private static String written(Map<String, Object> json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and texts can always be written", e);
        }
    }
}
