package io.jenkins.plugins.gitops.engine.git;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.FooterLine;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * A commit.
 *
 * @param id Git's id of it, in hexadecimal
 * @param tree the id of its tree
 * @param parents the ids of its parents, the branch it was made on first
 * @param authorTime when it was written, which a rebase keeps
 * @param subject the first line of the message
 * @param message all of it
 * @param trailers {@code Key: value} lines of the last paragraph, and {@code Gitops-} ones wherever they stand, since a
 *     squash puts whole messages into one; of several with one key the last
 */
public record CommitInfo(
        String id,
        String tree,
        List<String> parents,
        String authorName,
        String authorEmail,
        Instant authorTime,
        String subject,
        String message,
        Map<String, String> trailers) {
    /** A trailer of ours, its key and its value. Only what ends a line for Git does here: nobody adds one in a value. */
    public static final Pattern OURS = Pattern.compile("(?dm)^[ \\t*]*(Gitops-[A-Za-z-]+):[ \\t]*(.*?)[ \\t\\r]*$");

    static CommitInfo of(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        String message = commit.getFullMessage();
        Map<String, String> trailers = new LinkedHashMap<>();
        Matcher ours = OURS.matcher(message);
        while (ours.find()) {
            trailers.put(ours.group(1), ours.group(2));
        }
        for (FooterLine footer : commit.getFooterLines()) {
            trailers.put(footer.getKey(), footer.getValue());
        }
        return new CommitInfo(
                commit.name(),
                commit.getTree().name(),
                List.of(commit.getParents()).stream().map(ObjectId::name).toList(),
                author.getName(),
                author.getEmailAddress(),
                author.getWhenAsInstant(),
                commit.getShortMessage(),
                message,
                Collections.unmodifiableMap(trailers));
    }

    /** Whether the message holds this trailer, even beside others of the same key. */
    public boolean hasTrailer(String key, String value) {
        return message.lines()
                .map(line -> line.replaceFirst("^[ \\t*]+", "").stripTrailing())
                .anyMatch((key + ": " + value)::equals);
    }
}
