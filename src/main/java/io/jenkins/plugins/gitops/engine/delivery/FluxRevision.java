package io.jenkins.plugins.gitops.engine.delivery;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A revision as Flux writes it: {@code main@sha1:ID}, {@code sha1:ID}, the older {@code main/ID}, or a chart's version
 * {@code 1.2.3+ID} with a shortened id.
 */
record FluxRevision(String written) {
    private static final Pattern COMMIT =
            Pattern.compile("(?:^|[@/:+])(?:sha1:|sha256:)?([0-9a-f]{12,64})(?:\\.\\d+)?$");

    /** Whether it names a wanted revision; an artifact's digest looks like an id and is none. */
    boolean names(WantedRevision wanted) {
        Matcher commit = COMMIT.matcher(written);
        return commit.find() && wanted.isNamedBy(commit.group(1));
    }

    @Override
    public String toString() {
        return written.isEmpty() ? "no revision at all" : written;
    }
}
