package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How one object stands between desired and live state.
 *
 * @param key which object
 * @param version the API version it was compared in: the desired one, or the live one of an added object
 * @param change what is to be said of the object as a whole
 * @param drift the kinds of its differences, empty where there are none
 * @param fields what differs, in the order of the desired fields; empty unless modified
 * @param reason a sentence for people, empty where there is nothing to say
 */
public record ResourceDiff(
        ResourceKey key, String version, Change change, Set<DriftKind> drift, List<FieldDiff> fields, String reason) {

    public ResourceDiff {
        drift = Set.copyOf(drift);
        fields = List.copyOf(fields);
    }

    /** An object that is there on both sides. */
    static ResourceDiff ofFields(ResourceKey key, String version, List<FieldDiff> fields) {
        Set<DriftKind> drift = EnumSet.noneOf(DriftKind.class);
        for (FieldDiff field : fields) {
            drift.add(DriftKind.of(
                    key.groupKind(), JsonPointer.parse(field.path()).steps()));
        }
        return new ResourceDiff(
                key, version, fields.isEmpty() ? Change.NONE : Change.MODIFIED, drift, fields, reason(fields));
    }

    private static String reason(List<FieldDiff> differences) {
        if (differences.isEmpty()) {
            return "";
        }
        Set<String> managers = new TreeSet<>();
        for (FieldDiff difference : differences) {
            if (difference.manager() != null) {
                managers.add(difference.manager());
            }
        }
        return (differences.size() == 1 ? "1 field differs" : differences.size() + " fields differ")
                + (managers.isEmpty() ? "" : ", last written by " + String.join(", ", managers));
    }

    /** The same with some of its differing fields alone; an object that is missing or added stays so. */
    public ResourceDiff only(Predicate<FieldDiff> which) {
        List<FieldDiff> kept = fields.stream().filter(which).toList();
        return kept.size() == fields.size() ? this : ofFields(key, version, kept);
    }

    /** The same where an autoscaler sets the object's replicas, which are then no difference. */
    public ResourceDiff autoscaled() {
        return only(field -> !field.path().equals(Autoscaled.REPLICAS));
    }

    /**
     * Whether everything that Git says stands in the cluster. Stricter than nothing, weaker than {@link Change#NONE}:
     * what somebody added to the object is drift, but no reason to call a change not delivered, nor can applying it
     * again remove the addition.
     */
    public boolean delivered() {
        return switch (change) {
            case NONE -> true;
            case ADDED, MISSING -> false;
            case MODIFIED -> fields.stream().allMatch(FieldDiff::addition);
        };
    }
}
