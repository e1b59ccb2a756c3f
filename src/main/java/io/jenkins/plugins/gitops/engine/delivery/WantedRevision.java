package io.jenkins.plugins.gitops.engine.delivery;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The revision that is waited for.
 *
 * @param commit its commit
 * @param same whether another commit, which a controller names in full, desires the very same
 */
public record WantedRevision(String commit, Predicate<String> same) {
    /** Shorter ids than Flux puts into a chart's version prove nothing. */
    private static final int SHORTEST = 12;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]+");

    /** A commit and no other. */
    public static WantedRevision of(String commit) {
        return new WantedRevision(commit, other -> false);
    }

    /** Whether an id, in full or shortened, names this revision or one that desires the very same. */
    boolean isNamedBy(String id) {
        if (id.length() < SHORTEST || !COMMIT.matcher(id).matches()) {
            return false;
        }
        return commit.startsWith(id) || (id.length() == commit.length() && same.test(id));
    }
}
