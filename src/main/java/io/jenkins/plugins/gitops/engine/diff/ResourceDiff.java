package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.List;
import java.util.Set;

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
