package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * A tag.
 *
 * @param name without {@code refs/tags/}
 * @param id the id that the ref holds: of the tag's own object, or of the commit for a tag that is not annotated
 * @param commit the commit it stands for
 * @param message of an annotated tag, without a signature; empty for one that is not annotated
 * @param time when an annotated tag was made; null where nothing says so
 */
public record TagInfo(
        String name,
        String id,
        String commit,
        String message,
        @CheckForNull Instant time) {}
