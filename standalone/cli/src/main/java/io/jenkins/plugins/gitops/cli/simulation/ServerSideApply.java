package io.jenkins.plugins.gitops.cli.simulation;

import static io.jenkins.plugins.gitops.cli.simulation.Fields.cast;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Merging an applied or updated object into the live one, with the owners of its fields (KEP-555). */
final class ServerSideApply {

    private ServerSideApply() {}

    /**
     * Applies a configuration.
     *
     * @param live the live object, changed in place
     * @throws Refusal 409 where another manager owns a field with another value, and the apply is not forced
     */
    static void apply(
            Map<String, Object> live, Map<String, Object> applied, String manager, boolean force, Instant now) {
        Map<String, Object> wanted = Fields.of(applied);
        Map<String, Object> differing = Fields.both(wanted, Fields.changed(live, applied));
        TreeSet<String> owners = new TreeSet<>();
        for (Map<String, Object> entry : owners(live)) {
            boolean other = !isOf(entry, manager, "Apply");
            Map<String, Object> taken = Fields.both(Fields.child(entry, "fieldsV1"), differing);
            if (other && hasLeaf(taken)) {
                owners.add(String.valueOf(entry.get("manager")));
                if (force) {
                    entry.put("fieldsV1", Fields.minus(Fields.child(entry, "fieldsV1"), differing));
                }
            }
        }
        if (!owners.isEmpty() && !force) {
            throw new Refusal(409, "Conflict", "Apply failed with conflicts with " + String.join(", ", owners));
        }
        Map<String, Object> before = owners(live).stream()
                .filter(entry -> isOf(entry, manager, "Apply"))
                .findFirst()
                .map(entry -> Fields.child(entry, "fieldsV1"))
                .orElse(Map.of());
        Map<String, Object> gone = Fields.minus(before, wanted);
        for (Map<String, Object> entry : owners(live)) {
            if (!isOf(entry, manager, "Apply")) {
                gone = Fields.minus(gone, Fields.child(entry, "fieldsV1"));
            }
        }
        Map<String, Object> merging = new LinkedHashMap<>(applied);
        merging.remove("status");
        merge(live, merging);
        remove(live, gone);
        own(live, manager, "Apply", wanted, now);
    }

    /** Records that a manager put an object in the place of another: it owns what it changed, and nobody else does. */
    static void update(Map<String, Object> before, Map<String, Object> after, String manager, Instant now) {
        Map<String, Object> changed = Fields.changed(before, after);
        Map<String, Object> there = Fields.of(after);
        List<Map<String, Object>> entries = new ArrayList<>();
        Map<String, Object> own = changed;
        for (Map<String, Object> entry : owners(before)) {
            Map<String, Object> rest = Fields.both(Fields.child(entry, "fieldsV1"), there);
            if (isOf(entry, manager, "Update")) {
                own = Fields.union(rest, own);
            } else {
                Map<String, Object> copy = new LinkedHashMap<>(entry);
                copy.put("fieldsV1", Fields.minus(rest, changed));
                entries.add(copy);
            }
        }
        Fields.child(after, "metadata").put("managedFields", entries);
        if (hasLeaf(own)) { // who changes nothing keeps what it had
            own(after, manager, "Update", own, now);
        }
    }

    static void merge(Map<String, Object> live, Map<String, Object> applied) {
        applied.forEach((field, value) -> live.put(field, merged(live.get(field), value)));
    }

    private static Object merged(Object live, Object applied) {
        if (live instanceof Map<?, ?> && applied instanceof Map<?, ?>) {
            merge(cast(live), cast(applied));
            return live;
        }
        if (live instanceof List<?> old && applied instanceof List<?> entries && isKeyed(old) && isKeyed(entries)) {
            List<Object> result = new ArrayList<>(old);
            for (Object entry : entries) {
                Object there = Step.get(result, "k:" + Fields.key(entry));
                if (there == null) {
                    result.add(entry);
                } else {
                    merge(cast(there), cast(entry));
                }
            }
            return result;
        }
        return applied;
    }

    private static boolean isKeyed(List<?> list) {
        return list.stream().noneMatch(element -> Fields.key(element).isEmpty());
    }

    private static void remove(Object value, Map<String, Object> gone) {
        gone.forEach((step, below) -> {
            if (cast(below).isEmpty() || cast(below).containsKey(".")) {
                Step.remove(value, step);
            } else {
                remove(Step.get(value, step), cast(below));
            }
        });
    }

    private static void own(
            Map<String, Object> live, String manager, String operation, Map<String, Object> fields, Instant now) {
        List<Map<String, Object>> entries = new ArrayList<>(owners(live));
        Map<String, Object> own = entries.stream()
                .filter(entry -> isOf(entry, manager, operation))
                .findFirst()
                .orElse(null);
        if (own != null && Objects.equals(own.get("fieldsV1"), fields)) {
            return;
        }
        entries.remove(own);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("manager", manager);
        entry.put("operation", operation);
        entry.put("apiVersion", live.get("apiVersion"));
        entry.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
        entry.put("fieldsType", "FieldsV1");
        entry.put("fieldsV1", fields);
        entries.add(entry);
        cast(live.get("metadata")).put("managedFields", entries);
    }

    private static boolean isOf(Map<String, Object> entry, String manager, String operation) {
        return manager.equals(entry.get("manager")) && operation.equals(entry.get("operation"));
    }

    private static List<Map<String, Object>> owners(Map<String, Object> object) {
        List<Map<String, Object>> owners = new ArrayList<>();
        if (Fields.child(object, "metadata").get("managedFields") instanceof List<?> entries) {
            entries.forEach(entry -> owners.add(cast(entry)));
        }
        return owners;
    }

    private static boolean hasLeaf(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(".")
                        && (cast(entry.getValue()).isEmpty() || hasLeaf(cast(entry.getValue()))));
    }
}
