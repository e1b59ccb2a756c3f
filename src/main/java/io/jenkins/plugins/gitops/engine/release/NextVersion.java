package io.jenkins.plugins.gitops.engine.release;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How the version of a release is found. */
public sealed interface NextVersion {

    /**
     * By whoever releases.
     *
     * @param version the version
     */
    record Given(SemanticVersion version) implements NextVersion {}

    /**
     * From the last one.
     *
     * @param bump what is raised
     */
    record Raised(Bump bump) implements NextVersion {}

    /**
     * From the commits since the last one, as Conventional Commits 1.0.0 maps them: what breaks raises the major
     * version, a feature the minor one, anything else the patch. Below 1.0.0, where anything may change (semver.org
     * 2.0.0, 4), what breaks raises the minor version: nobody comes to 1.0.0 unasked.
     */
    record Computed() implements NextVersion {}

    /**
     * The version.
     *
     * @param last the last version; empty for the first, which is 0.1.0 where it is computed
     * @param commits those since the last version
     */
    default SemanticVersion after(Optional<SemanticVersion> last, Collection<CommitInfo> commits) {
        if (this instanceof Given given) {
            return given.version();
        }
        SemanticVersion from =
                last.orElse(new SemanticVersion(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, List.of(), ""));
        if (this instanceof Raised raised) {
            return raised.bump().after(from);
        }
        Bump bump = last.isEmpty() ? Bump.MINOR : bump(commits, from);
        return bump.after(from);
    }

    private static Bump bump(Collection<CommitInfo> commits, SemanticVersion last) {
        List<ConventionalCommit> read =
                commits.stream().map(ConventionalCommit::of).toList();
        if (read.stream().anyMatch(ConventionalCommit::breaking)) {
            return last.major().equals(BigInteger.ZERO) ? Bump.MINOR : Bump.MAJOR;
        }
        return read.stream().anyMatch(ConventionalCommit::isFeature) ? Bump.MINOR : Bump.PATCH;
    }
}
