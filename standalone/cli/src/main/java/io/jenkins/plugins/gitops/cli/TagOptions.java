package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.TagPromoter;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import io.jenkins.plugins.gitops.engine.release.Bump;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.io.IOException;
import java.time.Clock;
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

    /**
     * A promotion into an environment that stands on a tag.
     *
     * @throws BadInput where the options do not go together
     */
    TagPromotionRequest request(
            ConfigRepository config, String application, String to, Requester requester, boolean dryRun)
            throws IOException {
        if (commit == null) {
            throw new BadInput("--version and --bump need --commit: what is to be tagged");
        }
        Application declared = config.application(application);
        TagPromotionRequest request = new TagPromotion(
                        config, declared, config.environment(declared, to), Clock.systemUTC())
                .of(new TagPromotion.Source.Revision(commit), next(), requester);
        return dryRun ? request.asDryRun() : request;
    }

    static PromotionResult promote(Mirror mirror, TagPromotionRequest request, Progress progress)
            throws IOException, InterruptedException {
        try (TagPromoter promoter = TagPromoter.onOwnThreads(Clock.systemUTC())) {
            return promoter.promote(mirror, request, progress.ofPromotion());
        }
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
