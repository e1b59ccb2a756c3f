package io.jenkins.plugins.gitops.engine.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as Markdown that shows exactly that text, whoever wrote it: no links, no HTML, nobody is called. */
final class Markdown {
    private static final Pattern PUNCTUATION = Pattern.compile("[\\\\`*_{}\\[\\]<>()#+!|~&:.$^=\"'-]");
    /** Forges find people, issues and merge requests in the rendered text, where a backslash is gone. */
    private static final Pattern CALLS = Pattern.compile("([@#!$&%~^])(?=[\\p{L}\\p{N}_])");

    private static final String NOTHING_TO_SEE = "\u200B";

    @CheckForNull
    private final IssueLinks issues;

    Markdown(@CheckForNull IssueLinks issues) {
        this.issues = issues;
    }

    static String link(String text, String url) {
        return "[" + text + "](" + url.replace("(", "%28").replace(")", "%29").replace(" ", "%20") + ")";
    }

    /** A line of somebody's, with links to the issues it names. */
    String line(String text) {
        if (issues == null) {
            return escape(text);
        }
        StringBuilder line = new StringBuilder();
        Matcher found = issues.key().matcher(text);
        int from = 0;
        while (found.find()) {
            if (!found.group().isEmpty()) {
                line.append(escape(text.substring(from, found.start())))
                        .append(link(escape(found.group()), issues.page(found.group())));
                from = found.end();
            }
        }
        return line.append(escape(text.substring(from))).toString();
    }

    static String escape(String text) {
        String quiet = CALLS.matcher(text).replaceAll("$1" + NOTHING_TO_SEE);
        return PUNCTUATION.matcher(quiet).replaceAll("\\\\$0");
    }
}
