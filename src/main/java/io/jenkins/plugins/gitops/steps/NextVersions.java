package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.release.Bump;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.util.Locale;
import java.util.Optional;

/** The version of a tag, as a step asks for it. */
final class NextVersions {
    private NextVersions() {}

    /**
     * How it is found; empty where nothing is said.
     *
     * @throws IllegalArgumentException with a sentence, where one of them is none
     */
    static Optional<NextVersion> of(@CheckForNull String version, @CheckForNull String bump) {
        if (version != null && bump != null) {
            throw new IllegalArgumentException("gitopsPromote takes version or bump, not both");
        }
        return version == null ? Optional.ofNullable(bump).map(NextVersions::raised) : Optional.of(given(version));
    }

    /** @throws IllegalArgumentException with a sentence, where it is no semantic version */
    static NextVersion given(String version) {
        return new NextVersion.Given(SemanticVersion.parse(version)
                .orElseThrow(() -> new IllegalArgumentException(
                        "version " + version + " is no semantic version; expected one such as 1.4.2")));
    }

    private static NextVersion raised(String bump) {
        for (Bump part : Bump.values()) {
            if (part.name().toLowerCase(Locale.ROOT).equals(bump)) {
                return new NextVersion.Raised(part);
            }
        }
        throw new IllegalArgumentException("bump is major, minor or patch, not " + bump);
    }
}
