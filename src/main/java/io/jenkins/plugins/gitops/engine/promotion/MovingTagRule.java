package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.git.TagPush;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.End;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.Push;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tag that moves with its environment. Which of two commits is newer is told by the orders that the promotions say in
 * the tag's message and in the request, and where these do not compare by ancestry.
 *
 * @param mirror the repository
 * @param request the promotion
 */
record MovingTagRule(Mirror mirror, TagPromotionRequest request) implements TagRule {
    private static final int SHORT = 10;

    @Override
    public TagDecision decide(TagPush server) throws IOException {
        String name = request.tag();
        Optional<String> id = server.tag(name);
        if (id.isEmpty()) {
            return new Push(name, message(), request.trailers(), null);
        }
        TagInfo there = mirror.tags().read(name, id.get());
        Optional<End> found = TagRule.found(request, there);
        if (found.isPresent()) {
            return found.get();
        }
        if (!request.isForced()) {
            OptionalInt comparison = compare(there);
            if (comparison.isEmpty()) {
                throw new GitException(
                        Reason.REFUSED,
                        "Whether " + request.commit() + " is newer than " + there.commit() + ", which " + name
                                + " stands at, cannot be told: neither builds on the other. Give an order that"
                                + " compares, or force it with a reason");
            }
            if (comparison.getAsInt() < 0) {
                return TagRule.superseded(
                        name,
                        there.commit(),
                        "Commit " + request.commit() + " is older than " + there.commit() + ", which " + name
                                + " stands at");
            }
        }
        return new Push(name, message(), request.trailers(), there.commit());
    }

    private String message() {
        return TagRule.subject(request, request.commit().substring(0, SHORT));
    }

    private OptionalInt compare(TagInfo there) throws IOException {
        Optional<Order> mine = request.trailers().get(Trailer.ORDER).flatMap(Order::parse);
        Optional<Order> theirs =
                last(there).flatMap(last -> last.get(Trailer.ORDER)).flatMap(Order::parse);
        if (mine.isPresent() && theirs.isPresent()) {
            OptionalInt byOrder = mine.get().compareWith(theirs.get());
            if (byOrder.isPresent()) {
                return byOrder;
            }
        }
        if (mirror.isAncestor(there.commit(), request.commit())) {
            return OptionalInt.of(1);
        }
        return mirror.isAncestor(request.commit(), there.commit()) ? OptionalInt.of(-1) : OptionalInt.empty();
    }

    private static Optional<Trailers> last(TagInfo tag) {
        List<Trailers> promotions = Trailers.of(tag.message());
        return promotions.isEmpty() ? Optional.empty() : Optional.of(promotions.get(promotions.size() - 1));
    }
}
