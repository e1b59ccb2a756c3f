package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** How long an environment is held. */
final class HoldOptions {
    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long the environment is held, such as 12h or 3d (default: until it is released).")
    private Duration duration;

    /** Null: until it is released. */
    @CheckForNull
    Instant until(Clock clock) {
        return duration == null ? null : clock.instant().plus(duration);
    }
}
