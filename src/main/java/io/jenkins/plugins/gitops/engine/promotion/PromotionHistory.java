package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a branch holds at one tip, for finding promotions that arrived earlier. Used by one thread. */
final class PromotionHistory {
    private static final int LONGEST = 10_000;

    private final Mirror mirror;
    private final String tip;
    private final Map<String, List<CommitInfo>> since = new HashMap<>();

    PromotionHistory(Mirror mirror, String tip) {
        this.mirror = mirror;
        this.tip = tip;
    }

    /** @param recordedParent what the first attempt stood on; null to search the recent history */
    Optional<CommitInfo> find(String promotionId, @CheckForNull String recordedParent) throws IOException {
        String key = recordedParent == null ? "" : recordedParent;
        List<CommitInfo> commits = since.get(key);
        if (commits == null) {
            commits = mirror.log(recordedParent, tip, LONGEST);
            since.put(key, commits);
        }
        return commits.stream()
                .filter(commit -> commit.hasTrailer(Trailer.PROMOTION_ID.key(), promotionId))
                .findFirst();
    }

    /** Whether the branch was moved away from a commit that it stood at. */
    boolean isRewritten(String formerTip) throws IOException {
        return !mirror.isAncestor(formerTip, tip);
    }
}
