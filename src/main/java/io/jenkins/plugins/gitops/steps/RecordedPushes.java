package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the promotions of a step were first pushed to, by the promotion's id; kept with the build, over a restart. */
final class RecordedPushes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, Push> pushes = new ConcurrentHashMap<>();

    /** Where a tag stood that a promotion moves. */
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    /**
     * The first push of a promotion.
     *
     * @param branch where to; what {@code gitops.yaml} says may change while Jenkins is down
     * @param parent on top of what
     */
    private record Push(String branch, String parent) implements Serializable {}

    void keep(PromotionRequest request, String parent) {
        pushes.put(request.id(), new Push(request.branch(), parent));
    }

    /** The same of a promotion by tag, which is looked for in the tag's message. */
    void keepTag(String id, String stood) {
        tags.put(id, stood);
    }

    /** Where the tag of a promotion stood at first; null where it was not tried. */
    @CheckForNull
    String tag(String id) {
        return tags.get(id);
    }

    boolean holds(String id) {
        return pushes.containsKey(id);
    }

    /** What became of a promotion that arrived; empty where none was pushed, or it did not. */
    Optional<PromotionResult> arrived(Mirror mirror, String id) throws IOException {
        Push push = pushes.get(id);
        return push == null ? Optional.empty() : Promoter.arrived(mirror, push.branch(), id, push.parent());
    }

    /** A promotion that goes on where it was first pushed; as it is where it was not. */
    PromotionRequest resumed(PromotionRequest request) {
        Push push = pushes.get(request.id());
        return push == null ? request : request.withBranch(push.branch()).withRecordedParent(push.parent());
    }
}
