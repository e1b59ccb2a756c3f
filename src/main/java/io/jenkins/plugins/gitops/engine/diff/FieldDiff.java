package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * One differing field. Values of Secrets are masks: they say that the values differ, and nothing of what they are.
 *
 * @param path where, as a JSON pointer (RFC 6901); a list element by its index in the live list, or in the desired one
 *     where live has no such element
 * @param desired the value in Git, null where Git has none
 * @param live the value in the cluster, null where it has none
 * @param manager who wrote the live value, from managedFields; null where that is not known, as for a removed field
 * @param time when that manager last wrote, null where that is not known
 * @param addition somebody's addition to the object: Git never had the field, and applying Git again leaves it there
 */
public record FieldDiff(
        String path,
        @CheckForNull Object desired,
        @CheckForNull Object live,
        @CheckForNull String manager,
        @CheckForNull Instant time,
        boolean addition) {}
