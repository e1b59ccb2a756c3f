package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.List;

/**
 * A resource that differs from Git by somebody else's hand. When the same comes again it is the same drift.
 *
 * @param diff what differs, of what is not allowed to
 * @param by whose hand it was, as far as that is known
 * @param action what the environment's policy says; the strongest of its fields
 * @param firstSeen when it was first found
 * @param lastSeen when it was found last, or last changed
 * @param count how often it was found, or changed
 * @param began when it was first found this time; later than {@code firstSeen} where it has come again
 */
public record DriftRecord(
        ResourceDiff diff,
        Attribution by,
        DriftPolicy.Action action,
        Instant firstSeen,
        Instant lastSeen,
        int count,
        Instant began) {

    /** One that has not changed since it began. */
    public DriftRecord(
            ResourceDiff diff,
            Attribution by,
            DriftPolicy.Action action,
            Instant firstSeen,
            Instant lastSeen,
            int count) {
        this(diff, by, action, firstSeen, lastSeen, count, count == 1 ? firstSeen : lastSeen);
    }

    /** Which resource. */
    public ResourceKey resource() {
        return diff.key();
    }

    /** What kinds of drift it is, in the words of {@code gitops.yaml}. */
    public List<String> kinds() {
        return DriftPolicyRules.kinds(diff);
    }

    /** Whether the other is about the same fields in the same way. */
    boolean isSame(ResourceDiff other) {
        return diff.change() == other.change() && paths(diff).equals(paths(other));
    }

    private static List<String> paths(ResourceDiff diff) {
        return diff.fields().stream().map(FieldDiff::path).toList();
    }
}
