package io.jenkins.plugins.gitops.steps;

import hudson.model.Cause;
import hudson.model.Run;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who promotes when a build does: everybody who started it, or a build that led to it. */
final class BuildPromoters {
    private BuildPromoters() {}

    /** Their user ids; none where no person started it. */
    static List<String> of(Run<?, ?> build) {
        Set<String> users = new LinkedHashSet<>();
        Deque<Cause> open = new ArrayDeque<>(build.getCauses());
        while (!open.isEmpty()) {
            Cause cause = open.remove();
            if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                users.add(user.getUserId());
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                open.addAll(upstream.getUpstreamCauses());
            }
        }
        return List.copyOf(users);
    }
}
