package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.git.TagPush;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.End;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What decides about a promotion by tag; asked again before each attempt, with the server's tags of that moment. */
sealed interface TagRule permits VersionTagRule, MovingTagRule {

    /** @throws IOException where it cannot be told, or Git cannot be read */
    TagDecision decide(TagPush server) throws IOException;

    /** The end of a promotion that a tag is found to hold already; empty for a tag of another promotion and commit. */
    static Optional<End> found(TagPromotionRequest request, TagInfo tag) {
        if (!said(tag, request.id()).isEmpty()) {
            return Optional.of(
                    new End(PromotionVerdict.PROMOTED, tag.name(), tag.commit(), null, foundEarlier(tag.name())));
        }
        return tag.commit().equals(request.commit())
                ? Optional.of(new End(
                        PromotionVerdict.UNCHANGED,
                        tag.name(),
                        null,
                        tag.commit(),
                        "The tag " + tag.name() + " stands there already."))
                : Optional.empty();
    }

    /** What a tag says of a promotion; nothing where it is another's. */
    static List<Trailers> said(TagInfo tag, String promotionId) {
        return Trailers.of(tag.message()).stream()
                .filter(promotion -> promotion.get(Trailer.PROMOTION_ID).equals(Optional.of(promotionId)))
                .toList();
    }

    /** A tag of the server by its name. */
    static Optional<TagInfo> named(Mirror mirror, String name) throws IOException {
        return mirror.tags()
                .choose(name, names -> names.stream().filter(name::equals).findFirst());
    }

    static String foundEarlier(String tag) {
        return "Tagged " + tag + " by an earlier attempt, found on the server.";
    }

    /** The first line of a tag's message. */
    static String subject(TagPromotionRequest request, String what) {
        String given = request.subject();
        if (given != null && !given.isBlank()) {
            return given;
        }
        Trailers trailers = request.trailers();
        return "Promote " + trailers.get(Trailer.APPLICATION).orElse(request.tag())
                + trailers.get(Trailer.ENVIRONMENT).map(to -> " to " + to).orElse("") + ": " + what;
    }

    /** The end of one that is too old. */
    static End superseded(String tag, @CheckForNull String standing, String reason) {
        return new End(PromotionVerdict.SUPERSEDED, tag, null, standing, reason);
    }
}
