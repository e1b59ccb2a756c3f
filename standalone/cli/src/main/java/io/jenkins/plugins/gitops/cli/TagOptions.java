package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import io.jenkins.plugins.gitops.engine.release.Bump;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code gitops promote} tags, and as which version. */
final class TagOptions {
    @Option(
            names = "--commit",
            paramLabel = "REV",
            description = "For an environment on a tag: the commit, branch or tag to tag.")
    private String commit;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "For version tags: the version, for example 1.4.2 (default: computed from the commits).")
    private String version;

    @Option(
            names = "--bump",
            paramLabel = "PART",
            description = "For version tags: raise the major, minor or patch version of the last one.")
    private Bump bump;

    boolean isGiven() {
        return commit != null || version != null || bump != null;
    }

    /** Whether it is said what is tagged. */
    boolean namesCommit() {
        return commit != null;
    }

    /**
     * A promotion into an environment that stands on a tag.
     *
     * @param from the environment whose proved version is tagged; null: the commit that is named
     * @param pinned the commit that an earlier request was about; null for the first
     * @throws BadInput where the options do not go together
     */
    TagPromotionRequest request(
            TagPromotion promotion, @CheckForNull String from, Requester requester, @CheckForNull String pinned)
            throws IOException {
        if (commit == null && from == null) {
            throw new BadInput("--version and --bump need --commit or --from: what is to be tagged");
        }
        TagPromotion.Source source = from == null
                ? new TagPromotion.Source.Revision(pinned == null ? commit : pinned)
                : new TagPromotion.Source.OfEnvironment(from, pinned);
        return promotion.of(source, next(), requester);
    }

    private Optional<NextVersion> next() {
        if (version != null && bump != null) {
            throw new BadInput("Expected --version or --bump, not both");
        }
        if (version == null) {
            return Optional.ofNullable(bump).map(NextVersion.Raised::new);
        }
        return Optional.of(new NextVersion.Given(SemanticVersion.parse(version)
                .orElseThrow(() ->
                        new BadInput("--version " + version + " is no semantic version; expected one such as 1.4.2"))));
    }
}
