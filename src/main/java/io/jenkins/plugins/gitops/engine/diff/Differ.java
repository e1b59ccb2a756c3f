package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Compares a desired object with the live one. What Git says must stand there, written in whatever way the API server
 * takes for the same: defaults, quantities, list elements by their keys, a Secret's {@code stringData}. What only the
 * cluster has counts where it was applied once and is no longer in Git (by {@code last-applied-configuration}, or by
 * what a deliverer owns in managedFields), or where a person's tool wrote it; see Argo CD's gitops-engine, pkg/diff, which
 * leaves the last case out. Safe for many threads.
 */
public final class Differ {
    private final IgnoreRules rules;

    /**
     * Compiles the rules.
     *
     * @throws IllegalArgumentException where a JSON pointer or jq path expression is none, naming it
     */
    public Differ(List<IgnoreRule> rules) {
        this.rules = new IgnoreRules(rules);
    }

    /**
     * Compares one object. A missing side makes it missing or added; whether an added object is ours is the caller's to
     * know.
     */
    public ResourceDiff compare(@CheckForNull Resource desired, @CheckForNull Resource live) {
        if (live == null) {
            Objects.requireNonNull(desired, "nothing to compare");
            return whole(desired, Change.MISSING, "desired, not live");
        }
        if (desired == null) {
            return whole(live, Change.ADDED, "live, not desired");
        }
        ResourceKey key = live.key();
        List<IgnoreRules.Compiled> matching = rules.matching(key);
        FieldComparison fields = new FieldComparison(live, IgnoreRules.managers(matching));
        fields.compare(
                KnownKinds.of(key.groupKind()),
                NormalForm.of(IgnoreRules.strip(desired, matching)).content(),
                NormalForm.of(IgnoreRules.strip(live, matching)).content(),
                Place.ROOT);
        return ResourceDiff.ofFields(key, desired.version(), fields.differences());
    }

    /**
     * Compares one object.
     *
     * @param autoscaled whether an autoscaler sets its replicas, which are then no difference
     */
    public ResourceDiff compare(@CheckForNull Resource desired, @CheckForNull Resource live, boolean autoscaled) {
        ResourceDiff diff = compare(desired, live);
        return autoscaled ? diff.autoscaled() : diff;
    }

    private static ResourceDiff whole(Resource resource, Change change, String reason) {
        ResourceKey key = resource.key();
        return new ResourceDiff(
                key, resource.version(), change, Set.of(DriftKind.of(key.groupKind())), List.of(), reason);
    }
}
