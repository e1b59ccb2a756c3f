package io.jenkins.plugins.gitops.steps;

import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromoter;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the promotions of a step were first pushed to, by the promotion's id; kept with the build, over a restart. */
final class RecordedPushes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, Push> pushes = new ConcurrentHashMap<>();

    private final Map<String, Tag> tags = new ConcurrentHashMap<>();

    /**
     * The first push of a promotion.
     *
     * @param branch where to; what {@code gitops.yaml} says may change while Jenkins is down
     * @param parent on top of what
     */
    private record Push(String branch, String parent) implements Serializable {}

    /**
     * The first push of a promotion by tag.
     *
     * @param tag a moving one, or the prefix of versions
     * @param commit that it is made for
     * @param stood where a moving tag stood
     */
    private record Tag(String tag, String commit, String stood) implements Serializable {}

    void keep(PromotionRequest request, String parent) {
        pushes.put(request.id(), new Push(request.branch(), parent));
    }

    /** The same of a promotion by tag, which is looked for in the tag's message. */
    void keep(TagPromotionRequest request, String stood) {
        tags.put(request.id(), new Tag(request.tag(), request.commit(), stood));
    }

    boolean holds(String id) {
        return pushes.containsKey(id) || tags.containsKey(id);
    }

    /** What became of a promotion that arrived; empty where none was pushed, or it did not. */
    Optional<PromotionResult> arrived(Mirror mirror, String id) throws IOException {
        Push push = pushes.get(id);
        return push == null ? Optional.empty() : Promoter.arrived(mirror, push.branch(), id, push.parent());
    }

    /** The same of a promotion by tag. */
    Optional<PromotionResult> tagged(Mirror mirror, String id) throws IOException {
        Tag tag = tags.get(id);
        return tag == null ? Optional.empty() : TagPromoter.arrived(mirror, tag.tag(), tag.commit(), id);
    }

    /** A promotion that goes on where it was first pushed; as it is where it was not. */
    PromotionRequest resumed(PromotionRequest request) {
        Push push = pushes.get(request.id());
        return push == null ? request : request.withBranch(push.branch()).withRecordedParent(push.parent());
    }

    /** The same of a promotion by tag. */
    TagPromotionRequest resumed(TagPromotionRequest request) {
        Tag tag = tags.get(request.id());
        return tag == null ? request : request.withRecordedTag(tag.stood());
    }
}
