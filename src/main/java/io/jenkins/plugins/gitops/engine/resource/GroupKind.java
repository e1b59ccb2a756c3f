package io.jenkins.plugins.gitops.engine.resource;

import java.util.Comparator;

/**
 * A kind of Kubernetes object whatever its version.
 *
 * @param group the API group, empty for the core group
 * @param kind the kind
 */
public record GroupKind(String group, String kind) implements Comparable<GroupKind> {
    private static final Comparator<GroupKind> ORDER =
            Comparator.comparing(GroupKind::group).thenComparing(GroupKind::kind);

    @Override
    public int compareTo(GroupKind other) {
        return ORDER.compare(this, other);
    }

    /** {@code Deployment.apps}, as kubectl writes it. */
    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
