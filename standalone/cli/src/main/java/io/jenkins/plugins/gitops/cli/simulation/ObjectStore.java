package io.jenkins.plugins.gitops.cli.simulation;

import static io.jenkins.plugins.gitops.cli.simulation.Fields.cast;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** The objects of the simulated server and what happened to them. Every change is one event with its own version. */
final class ObjectStore {
    private static final int KEPT_EVENTS = 2000;

    /** What happened: ADDED, MODIFIED or DELETED. */
    record Event(long version, SimulatedKind kind, String type, Map<String, Object> object) {}

    private record Key(SimulatedKind kind, String namespace, String name) {}

    private final Clock clock;
    private final Map<Key, Map<String, Object>> objects = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private long version = 100;

    ObjectStore(Clock clock) {
        this.clock = clock;
    }

    synchronized long version() {
        return version;
    }

    synchronized List<Map<String, Object>> list(SimulatedKind kind, String namespace) {
        Map<String, Map<String, Object>> found = new TreeMap<>();
        objects.forEach((key, object) -> {
            if (key.kind().equals(kind)
                    && (namespace.isEmpty() || key.namespace().equals(namespace))) {
                found.put(key.namespace() + "/" + key.name(), object);
            }
        });
        return List.copyOf(found.values());
    }

    synchronized Map<String, Object> get(SimulatedKind kind, String namespace, String name) {
        Map<String, Object> object = objects.get(new Key(kind, namespace, name));
        if (object == null) {
            throw new Refusal(404, "NotFound", kind.plural() + " \"" + name + "\" not found");
        }
        return object;
    }

    synchronized boolean has(SimulatedKind kind, String namespace, String name) {
        return objects.containsKey(new Key(kind, namespace, name));
    }

    /** Puts an object in; an unchanged one makes no event. Returns it as it is stored. */
    synchronized Map<String, Object> put(
            SimulatedKind kind, String namespace, String name, Map<String, Object> object) {
        Key key = new Key(kind, namespace, name);
        Map<String, Object> before = objects.get(key);
        Map<String, Object> metadata = cast(object.get("metadata"));
        if (before != null && Objects.equals(before, object)) {
            return before;
        }
        if (before == null) {
            metadata.put("uid", UUID.randomUUID().toString());
            metadata.put(
                    "creationTimestamp",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            metadata.put("generation", 1L);
        } else if (!Objects.equals(before.get("spec"), object.get("spec"))) {
            metadata.put("generation", ((Number) metadata.get("generation")).longValue() + 1);
        }
        metadata.put("resourceVersion", String.valueOf(++version));
        objects.put(key, object);
        happened(new Event(version, kind, before == null ? "ADDED" : "MODIFIED", object));
        return object;
    }

    synchronized Map<String, Object> delete(SimulatedKind kind, String namespace, String name) {
        Map<String, Object> object = get(kind, namespace, name);
        objects.remove(new Key(kind, namespace, name));
        happened(new Event(++version, kind, "DELETED", object));
        return object;
    }

    /** The events after a version, waiting for one at most so long; empty when none came. */
    synchronized List<Event> after(long since, long milliseconds) throws InterruptedException {
        if (since < version - KEPT_EVENTS) {
            throw new Refusal(410, "Expired", "too old resource version: " + since);
        }
        long deadline = System.nanoTime() + milliseconds * 1_000_000;
        while (version <= since) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        return events.stream().filter(event -> event.version() > since).toList();
    }

    private void happened(Event event) {
        events.add(event);
        if (events.size() > KEPT_EVENTS) {
            events.remove(0);
        }
        notifyAll();
    }
}
