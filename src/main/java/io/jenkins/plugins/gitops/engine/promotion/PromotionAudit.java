package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells an audit log what became of promotions, rollbacks, holds and releases, unless they were only tried.
 *
 * @param log where it is told
 * @param clock says when
 */
public record PromotionAudit(AuditLog log, Clock clock) {

    /** Tells of each promotion in a commit. */
    public void tell(PromotionRequest request, PromotionResult result) {
        if (!request.dryRun()) {
            tell(request.trailers(result), request.author(), result);
        }
    }

    /** The same, of one that was found: its commit says what was promoted. */
    public void tell(Mirror mirror, String promotionId, PromotionResult found) throws IOException {
        CommitInfo commit = mirror.commit(found.commit());
        List<Trailers> promotions = Trailers.of(commit).stream()
                .filter(each -> each.get(Trailer.PROMOTION_ID).equals(Optional.of(promotionId)))
                .toList();
        tell(promotions, new Person(commit.authorName(), commit.authorEmail()), found);
    }

    /** The same, of a promotion by tag. */
    public void tell(TagPromotionRequest request, PromotionResult result) {
        if (!request.dryRun()) {
            tell(List.of(request.trailers()), request.tagger(), result);
        }
    }

    /** The same, of one by tag that was found: the tag says what was promoted. */
    public void tellTagged(Mirror mirror, String promotionId, Person tagger, PromotionResult found) throws IOException {
        Optional<TagInfo> tag = TagRule.named(mirror, found.branch());
        if (tag.isPresent()) {
            tell(TagRule.said(tag.get(), promotionId), tagger, found);
        }
    }

    private void tell(List<Trailers> promotions, Person author, PromotionResult result) {
        String commit = result.commit() == null ? "" : result.commit();
        Instant now = clock.instant();
        promotions.forEach(
                promotion -> log.write(AuditEvent.of(promotion, result.verdict().name(), commit, author.name(), now)
                        .at(result.repository(), result.branch())));
    }
}
