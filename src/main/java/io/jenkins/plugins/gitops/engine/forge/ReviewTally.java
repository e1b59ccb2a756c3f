package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.forge.Reviews.Approval;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Counts reviews in their order: the last word of each person holds. */
final class ReviewTally {
    private final Map<String, Approval> approvals = new LinkedHashMap<>();
    private final Set<String> objections = new LinkedHashSet<>();

    void approves(String user, String commit) {
        withdraws(user);
        approvals.put(user, new Approval(user, Content.isCommit(commit) ? commit : ""));
    }

    void objects(String user) {
        withdraws(user);
        objections.add(user);
    }

    void withdraws(String user) {
        approvals.remove(user);
        objections.remove(user);
    }

    Reviews result() {
        return result(OptionalInt.empty());
    }

    Reviews result(OptionalInt missing) {
        return new Reviews(List.copyOf(approvals.values()), List.copyOf(objections), missing);
    }
}
