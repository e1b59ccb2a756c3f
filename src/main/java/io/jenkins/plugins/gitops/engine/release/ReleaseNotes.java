package io.jenkins.plugins.gitops.engine.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is new in a release, made from its commits alone: breaking changes, features, fixes and others, and which
 * environments it reached. Merges are left out, since their commits are told; promotions are only counted.
 */
public final class ReleaseNotes {
    /** How many changes are told; more are counted. */
    static final int MOST_CHANGES = 200;

    /** As much as forges take for the text of a release or pull request (GitHub: 65,536 characters). */
    private static final int MARKDOWN_LENGTH = 60_000;

    private static final int TEXT_LENGTH = 8_000;

    @CheckForNull
    private final String previous;

    private final String tag;
    private final List<Change> changes;
    private final int promotions;
    private final List<Arrival> arrivals;

    private ReleaseNotes(
            @CheckForNull String previous, String tag, List<Change> changes, int promotions, List<Arrival> arrivals) {
        this.previous = previous;
        this.tag = tag;
        this.changes = changes;
        this.promotions = promotions;
        this.arrivals = arrivals;
    }

    /**
     * Notes.
     *
     * @param previous the tag of the version before; null for the first
     * @param tag the tag of the release
     * @param commits those between the two, the newest first
     * @param arrivals the environments it reached
     */
    public static ReleaseNotes of(
            @CheckForNull String previous, String tag, List<CommitInfo> commits, List<Arrival> arrivals) {
        List<Change> changes =
                commits.stream().flatMap(commit -> Change.of(commit).stream()).toList();
        int promotions = (int) commits.stream().filter(Change::isPromotion).count();
        return new ReleaseNotes(previous, tag, changes, promotions, List.copyOf(arrivals));
    }

    /** As plain text, for the message of a tag; at most about 8,000 characters. */
    public String text() {
        List<String> lines = new ArrayList<>();
        groups(
                lines,
                group -> group + ":",
                change -> "- " + scope(change.scope()) + change.text() + " (" + change.shortCommit() + ")");
        arrivals(lines, "Reached:", arrival -> "- " + told(arrival, Function.identity()));
        return bounded(lines, TEXT_LENGTH);
    }

    /**
     * As Markdown, for a release or a pull request; at most about 60,000 characters. What commits say shows as it is.
     *
     * @param links null: none
     * @param issues null: keys of issues are text
     */
    public String markdown(@CheckForNull ForgeLinks links, @CheckForNull IssueLinks issues) {
        Markdown markdown = new Markdown(issues);
        List<String> lines = new ArrayList<>();
        groups(
                lines,
                group -> "## " + group,
                change -> "- " + bold(change.scope()) + markdown.line(change.text()) + " (" + commit(change, links)
                        + ")");
        arrivals(lines, "## Reached", arrival -> "- " + told(arrival, Markdown::escape));
        if (links != null && previous != null) {
            lines.add("");
            lines.add(Markdown.link("All changes since " + Markdown.escape(previous), links.compare(previous, tag)));
        }
        return bounded(lines, MARKDOWN_LENGTH);
    }

    private void groups(List<String> lines, Function<String, String> title, Function<Change, String> line) {
        int told = 0;
        for (Change.Group group : Change.Group.values()) {
            List<Change> here =
                    changes.stream().filter(change -> change.group() == group).toList();
            List<Change> shown = here.subList(0, Math.min(here.size(), MOST_CHANGES - told));
            if (!shown.isEmpty()) {
                begin(lines, title.apply(group.title()));
                shown.forEach(change -> lines.add(line.apply(change)));
                told += shown.size();
            }
        }
        if (changes.size() > told) {
            part(lines, "… and " + (changes.size() - told) + " more");
        }
        if (promotions > 0) {
            part(lines, promotions == 1 ? "1 promotion" : promotions + " promotions");
        }
        if (lines.isEmpty()) {
            lines.add(previous == null ? "The first release." : "No changes.");
        }
    }

    private void arrivals(List<String> lines, String title, Function<Arrival, String> line) {
        if (!arrivals.isEmpty()) {
            begin(lines, title);
            arrivals.forEach(arrival -> lines.add(line.apply(arrival)));
        }
    }

    private static void begin(List<String> lines, String title) {
        part(lines, title);
        lines.add("");
    }

    private static void part(List<String> lines, String first) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(first);
    }

    private static String told(Arrival arrival, Function<String, String> escape) {
        String version = arrival.version().isEmpty() ? "" : ": " + escape.apply(Change.line(arrival.version()));
        Instant when = arrival.time();
        String time = when == null ? "" : " (" + when.truncatedTo(ChronoUnit.SECONDS) + ")";
        return escape.apply(Change.line(arrival.environment())) + version + time;
    }

    private static String scope(String scope) {
        return scope.isEmpty() ? "" : scope + ": ";
    }

    private static String bold(String scope) {
        return scope.isEmpty() ? "" : "**" + Markdown.escape(scope) + ":** ";
    }

    private static String commit(Change change, @CheckForNull ForgeLinks links) {
        String id = "`" + change.shortCommit() + "`";
        return links == null ? id : Markdown.link(id, links.commit(change.commit()));
    }

    /** Whole lines, as many as there is room for. */
    private static String bounded(List<String> lines, int length) {
        String all = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        if (all.length() <= length) {
            return all;
        }
        return all.substring(0, all.lastIndexOf('\n', length)) + "\n\n… and more\n";
    }
}
