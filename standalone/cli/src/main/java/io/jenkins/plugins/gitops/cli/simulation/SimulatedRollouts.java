package io.jenkins.plugins.gitops.cli.simulation;

import static io.jenkins.plugins.gitops.cli.simulation.Fields.cast;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays the Deployment controller: what was changed is observed at once, and available a moment later. */
final class SimulatedRollouts implements AutoCloseable {
    private static final long ROLLOUT_MILLISECONDS = 1500;

    private final ObjectStore store;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "simulated rollouts");
        thread.setDaemon(true);
        return thread;
    });

    SimulatedRollouts(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Called when an object was put. */
    void changed(SimulatedKind kind, Map<String, Object> object) {
        if (!kind.kind().equals("Deployment")) {
            return;
        }
        Map<String, Object> metadata = cast(object.get("metadata"));
        long generation = ((Number) metadata.get("generation")).longValue();
        long observed =
                Fields.child(object, "status").get("observedGeneration") instanceof Number seen ? seen.longValue() : 0;
        if (observed < generation) {
            String namespace = String.valueOf(metadata.get("namespace"));
            String name = String.valueOf(metadata.get("name"));
            executor.execute(() -> status(kind, namespace, name, generation, false));
            executor.schedule(
                    () -> status(kind, namespace, name, generation, true), ROLLOUT_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
    }

    private void status(SimulatedKind kind, String namespace, String name, long generation, boolean available) {
        synchronized (store) {
            if (!store.has(kind, namespace, name)) {
                return;
            }
            Map<String, Object> live = Copies.of(store.get(kind, namespace, name));
            if (((Number) cast(live.get("metadata")).get("generation")).longValue() != generation) {
                return;
            }
            Number replicas = (Number) Fields.child(live, "spec").getOrDefault("replicas", 1);
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("observedGeneration", generation);
            status.put("replicas", replicas);
            status.put("updatedReplicas", available ? replicas : 0);
            status.put("readyReplicas", available ? replicas : 0);
            status.put("availableReplicas", available ? replicas : 0);
            status.put(
                    "conditions",
                    List.of(
                            condition("Available", available, "MinimumReplicasAvailable"),
                            condition(
                                    "Progressing", true, available ? "NewReplicaSetAvailable" : "ReplicaSetUpdated")));
            live.put("status", status);
            store.put(kind, namespace, name, live);
        }
    }

    private Map<String, Object> condition(String type, boolean is, String reason) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", type);
        condition.put("status", is ? "True" : "False");
        condition.put("reason", reason);
        condition.put(
                "lastUpdateTime",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return condition;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
