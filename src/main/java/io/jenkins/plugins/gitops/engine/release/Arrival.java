package io.jenkins.plugins.gitops.engine.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * An environment that a release reached.
 *
 * @param environment its name
 * @param version what was promoted there, as the promotion says; empty where it does not
 * @param time when; null where nothing says so
 */
public record Arrival(
        String environment, String version, @CheckForNull Instant time) {}
