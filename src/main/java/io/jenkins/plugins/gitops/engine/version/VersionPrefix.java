package io.jenkins.plugins.gitops.engine.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the version tags of one application begin with; the rest of their name is a semantic version (semver.org 2.0.0):
 * {@code shop/v} of {@code shop/v1.2.3}.
 *
 * @param prefix without the {@code *} it ends in where it is declared
 */
public record VersionPrefix(String prefix) {

    /** A version tag. */
    private record Named(String name, SemanticVersion version) {}

    /** The prefix that a declared tag is; empty where it names one tag. */
    public static Optional<VersionPrefix> of(String declared) {
        return declared.endsWith("*")
                ? Optional.of(new VersionPrefix(declared.substring(0, declared.length() - 1)))
                : Optional.empty();
    }

    /** The name of a version's tag. */
    public String tag(SemanticVersion version) {
        return prefix + version;
    }

    /** The version that a tag names; empty for tags of another prefix and of something else. */
    public Optional<SemanticVersion> version(String tag) {
        if (!tag.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = tag.substring(prefix.length());
        // behind "shop/" a "v1.2.3" would be a second name of 1.2.3
        return rest.startsWith("v") ? Optional.empty() : SemanticVersion.parse(rest);
    }

    /**
     * The tag of the newest release; of the newest pre-release where there is no release. Of two that differ in build
     * metadata alone the later by name.
     */
    public Optional<String> newest(Collection<String> tags) {
        return tags.stream()
                .flatMap(tag -> version(tag).map(version -> new Named(tag, version)).stream())
                .max(Comparator.comparing((Named named) -> named.version().isRelease())
                        .thenComparing(Named::version)
                        .thenComparing(Named::name))
                .map(Named::name);
    }

    @Override
    public String toString() {
        return prefix + "*";
    }
}
