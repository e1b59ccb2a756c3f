package io.jenkins.plugins.gitops.engine.release;

import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A commit as release notes tell it.
 *
 * @param group where it is told
 * @param scope of a conventional commit, empty where there is none
 * @param text one line, not too long
 * @param commit its id
 */
record Change(Group group, String scope, String text, String commit) {
    private static final int LONGEST = 200;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

    /** What belongs together, in the order it is told. */
    enum Group {
        BREAKING("Breaking changes"),
        FEATURES("Features"),
        FIXES("Fixes"),
        OTHER("Other changes");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** What a commit is to a reader; empty for a merge, whose commits are told themselves, and for a promotion. */
    static Optional<Change> of(CommitInfo commit) {
        if (commit.parents().size() > 1 || isPromotion(commit)) {
            return Optional.empty();
        }
        ConventionalCommit read = ConventionalCommit.of(commit);
        Group group = read.breaking()
                ? Group.BREAKING
                : read.isFeature() ? Group.FEATURES : read.isFix() ? Group.FIXES : Group.OTHER;
        return Optional.of(new Change(group, line(read.scope()), line(read.description()), commit.id()));
    }

    static boolean isPromotion(CommitInfo commit) {
        return !Trailers.of(commit).isEmpty();
    }

    /** One line, without what changes the direction of writing or cannot be seen. */
    static String line(String text) {
        String line = UNSEEN.matcher(text).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) > LONGEST
                ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…"
                : line;
    }

    String shortCommit() {
        return commit.substring(0, 10);
    }
}
