package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Cause;
import hudson.model.Run;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who promotes when a build does: everybody who started it, or a build that led to it. */
final class BuildPromoters {
    private BuildPromoters() {}

    /** A chain of builds that is longer is followed no further. */
    private static final int MOST_BUILDS = 1_000;

    /** Their user ids; none where no person started it. */
    static List<String> of(Run<?, ?> build) {
        Set<String> users = new LinkedHashSet<>();
        Set<String> followed = new HashSet<>();
        Deque<Cause> open = new ArrayDeque<>(build.getCauses());
        while (!open.isEmpty()) {
            Cause cause = open.remove();
            if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                users.add(user.getUserId());
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                open.addAll(upstream.getUpstreamCauses());
                // of a long chain a build keeps the first causes alone, and the others are with the builds before
                Run<?, ?> before = upstream.getUpstreamRun();
                if (before != null && followed.size() < MOST_BUILDS && followed.add(before.getExternalizableId())) {
                    open.addAll(before.getCauses());
                }
            }
        }
        return List.copyOf(users);
    }

    /** The same as a text; null where no person started it. */
    @CheckForNull
    static String names(Run<?, ?> build) {
        List<String> users = of(build);
        return users.isEmpty() ? null : String.join(", ", users);
    }
}
