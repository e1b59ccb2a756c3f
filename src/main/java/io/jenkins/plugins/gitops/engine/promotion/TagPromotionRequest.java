package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A promotion by tag that is asked for.
 *
 * @param id the same for every attempt at this promotion, whoever makes it, and no other's
 * @param tag a moving tag, or the prefix of version tags where it ends in {@code *}, without {@code refs/tags/}
 * @param commit the id of the commit that is tagged; in the mirror, and the same for every attempt
 * @param next how the version is found; says nothing for a moving tag
 * @param folders what of the repository is the application; none: all of it
 * @param subject the first line of the tag's message; null: says what is promoted where
 * @param trailers what the tag says about the promotion; version, order and id are added
 * @param tagger who makes the tag
 * @param timeout how long to try
 * @param dryRun to show what would be tagged, and push nothing
 * @param rules what must hold for the tree of the commit, looked at before each attempt
 * @param recordedTag what a moving tag's ref held before an earlier process pushed, see {@link PromotionListener#pushing};
 *     null where none did
 */
public record TagPromotionRequest(
        String id,
        String tag,
        String commit,
        NextVersion next,
        Set<String> folders,
        @CheckForNull String subject,
        Trailers trailers,
        Person tagger,
        Duration timeout,
        boolean dryRun,
        List<TipRule> rules,
        @CheckForNull String recordedTag) {

    /** @throws IllegalArgumentException with a sentence, where the id is no line or a force has no reason */
    public TagPromotionRequest {
        if (id.isBlank() || !id.equals(Trailers.oneLine(id))) {
            throw new IllegalArgumentException("A promotion's id is one line of text, got \"" + id + "\"");
        }
        folders = Set.copyOf(folders);
        rules = List.copyOf(rules);
        trailers = trailers.with(Trailer.PROMOTION_ID, id);
        if (isForced(trailers) && trailers.get(Trailer.REASON).isEmpty()) {
            throw new IllegalArgumentException("An older version over a newer one needs a reason");
        }
    }

    private static boolean isForced(Trailers trailers) {
        return List.of(trailers.get(Trailer.FORCED).orElse("").split(", ")).contains(BranchOrders.RULE);
    }

    /** Whether the order of versions is overridden. */
    boolean isForced() {
        return isForced(trailers);
    }

    /** The prefix of the version tags; empty for a moving tag. */
    Optional<VersionPrefix> versions() {
        return VersionPrefix.of(tag);
    }

    /** What must not overtake each other, for messages. */
    String stream() {
        return trailers.stream().isEmpty() ? tag : trailers.stream();
    }

    TagPromotionRequest withTimeout(Duration other) {
        return new TagPromotionRequest(
                id, tag, commit, next, folders, subject, trailers, tagger, other, dryRun, rules, recordedTag);
    }

    public TagPromotionRequest withRecordedTag(@CheckForNull String tagId) {
        return new TagPromotionRequest(
                id, tag, commit, next, folders, subject, trailers, tagger, timeout, dryRun, rules, tagId);
    }

    public TagPromotionRequest withRules(List<TipRule> others) {
        return new TagPromotionRequest(
                id, tag, commit, next, folders, subject, trailers, tagger, timeout, dryRun, others, recordedTag);
    }

    /** The same, let through by its gates. */
    TagPromotionRequest passed(Evaluation evaluation) {
        Trailers said = trailers.with(Trailer.GATES, PromotionRequest.passed(evaluation));
        return new TagPromotionRequest(
                id, tag, commit, next, folders, subject, said, tagger, timeout, dryRun, rules, recordedTag);
    }

    /** Whether gates must be open for it: {@link GatedTag} asks them, and otherwise it ends GATED. */
    public boolean hasGates() {
        return TagGates.of(this).isPresent();
    }

    /** The commit, for a plan of the same promotion later; empty where it only stands for what was not proved. */
    public Optional<String> carried() {
        return rules.stream().anyMatch(NothingProved.class::isInstance) ? Optional.empty() : Optional.of(commit);
    }

    public TagPromotionRequest asDryRun() {
        return new TagPromotionRequest(
                id, tag, commit, next, folders, subject, trailers, tagger, timeout, true, rules, recordedTag);
    }
}
