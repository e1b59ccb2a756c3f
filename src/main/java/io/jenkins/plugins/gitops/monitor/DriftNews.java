package io.jenkins.plugins.gitops.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.gitops.engine.dashboard.DriftJson;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.util.Timer;

/** What a build is told of an environment: everything that came within ten seconds, each resource as it was told last. */
final class DriftNews {
    private static final long GATHERED_SECONDS = 10;
    private static final JsonMapper JSON = new JsonMapper();

    /** Characters of a parameter: it becomes a variable of processes, which take 128 KiB at most. */
    private static final int LONGEST = 30_000;

    private final MonitoredPlace place;
    private final boolean over;
    private final Map<ResourceKey, DriftRecord> drifts = new LinkedHashMap<>();
    private boolean told;

    private DriftNews(MonitoredPlace place, boolean over) {
        this.place = place;
        this.over = over;
    }

    /** @param then what is done with all of it */
    static DriftNews begin(MonitoredPlace place, boolean over, Consumer<DriftNews> then) {
        return new DriftNews(place, over).toldIn(GATHERED_SECONDS, then);
    }

    private DriftNews toldIn(long seconds, Consumer<DriftNews> then) {
        Timer.get().schedule(() -> then.accept(this), seconds, TimeUnit.SECONDS);
        return this;
    }

    /** Adds one; whether it was in time. */
    synchronized boolean add(DriftRecord drift) {
        if (!told) {
            drifts.put(drift.resource(), drift);
        }
        return !told;
    }

    synchronized Action cause() {
        return new CauseAction(new DriftCause(place.toString(), over, drifts.size()));
    }

    /** The parameters, whether the job declares them or not. */
    synchronized Action parameters() {
        told = true;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("GITOPS_EVENT", over ? "resolved" : "drift");
        values.put("GITOPS_REPOSITORY", place.repository());
        values.put("GITOPS_APPLICATION", place.application());
        values.put("GITOPS_ENVIRONMENT", place.environment());
        values.put("GITOPS_CLUSTER", place.cluster());
        values.put("GITOPS_RESOURCES", names());
        values.put("GITOPS_DRIFT", json());
        List<ParameterValue> parameters = new ArrayList<>();
        values.forEach((name, value) -> parameters.add(new StringParameterValue(name, value)));
        return new ParametersAction(parameters, values.keySet());
    }

    private String names() {
        StringBuilder names = new StringBuilder();
        for (ResourceKey key : drifts.keySet()) {
            String name = (names.isEmpty() ? "" : "\n") + DriftJson.resource(key);
            if (names.length() + name.length() > LONGEST) {
                return names + "\n…";
            }
            names.append(name);
        }
        return names.toString();
    }

    /** Those that fit, some of them without their fields. */
    private String json() {
        List<String> parts = new ArrayList<>();
        int length = 0;
        for (DriftRecord drift : drifts.values()) {
            String whole = written(DriftJson.of(drift));
            String part = length + whole.length() > LONGEST ? written(DriftJson.summary(drift)) : whole;
            length += part.length() + 1;
            if (length > LONGEST) {
                break;
            }
            parts.add(part);
        }
        return "[" + String.join(",", parts) + "]";
    }

    private static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and texts can always be written", e);
        }
    }
}
