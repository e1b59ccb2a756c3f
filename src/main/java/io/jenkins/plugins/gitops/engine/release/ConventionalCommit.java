package io.jenkins.plugins.gitops.engine.release;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit as Conventional Commits 1.0.0 reads its message: {@code type(scope)!: description}, with {@code BREAKING
 * CHANGE:} footers.
 *
 * @param type in lower case, such as {@code feat}; empty for a message that is not of this form
 * @param scope empty where there is none
 * @param breaking whether it says that it breaks something
 * @param description the subject without type and scope
 */
public record ConventionalCommit(String type, String scope, boolean breaking, String description) {
    private static final Pattern HEADER =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\(([^()]+)\\))?(!)?: +(\\S.*)", Pattern.DOTALL);
    private static final Pattern FOOTER = Pattern.compile("(?m)^BREAKING[ -]CHANGE(?:: | #)\\S");

    /** Reads a commit's message. */
    public static ConventionalCommit of(CommitInfo commit) {
        Matcher header = HEADER.matcher(commit.subject());
        boolean footer = FOOTER.matcher(commit.message()).find();
        if (!header.matches()) {
            return new ConventionalCommit("", "", footer, commit.subject());
        }
        return new ConventionalCommit(
                header.group(1).toLowerCase(Locale.ROOT),
                header.group(2) == null ? "" : header.group(2),
                footer || header.group(3) != null,
                header.group(4));
    }

    boolean isFeature() {
        return type.equals("feat");
    }

    boolean isFix() {
        return type.equals("fix");
    }
}
