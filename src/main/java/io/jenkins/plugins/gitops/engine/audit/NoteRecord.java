package io.jenkins.plugins.gitops.engine.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something that was found out about a commit in an environment, as {@code refs/notes/gitops} keeps it: one line of JSON.
 * What is not known is empty. Long texts are cut, line breaks in them become spaces.
 *
 * @param type what kind of finding
 * @param commit the commit it is about, and no other; of an approval the id of what is proposed, since there is no commit
 *     yet
 * @param application the application
 * @param environment the environment
 * @param gate the gate that was decided or approved; empty for a verdict
 * @param verdict {@link #LIVE} or {@link #DEGRADED} of a verdict; a gate's and an approval's own words
 * @param time when
 * @param by who or what found it out
 * @param build the build it came from
 * @param rules the health rules that gave it
 * @param unseen what could not be seen
 * @param included a commit whose change is live in this one
 * @param reason why, as a sentence
 * @param groups of an approval the groups that who gave it is in, of those that the gate asks for
 */
public record NoteRecord(
        Type type,
        String commit,
        String application,
        String environment,
        String gate,
        String verdict,
        Instant time,
        String by,
        String build,
        String rules,
        List<String> unseen,
        String included,
        String reason,
        List<String> groups) {
    /** The verdict that the commit was proved live. */
    public static final String LIVE = "LIVE";

    /** The verdict that the commit is in the cluster and cannot become healthy by itself. */
    public static final String DEGRADED = "DEGRADED";

    /** Of an approval: agreed to. */
    public static final String APPROVED = "APPROVED";

    /** Of an approval: not, or not any more. */
    public static final String REJECTED = "REJECTED";

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int NAME = 200;
    private static final int TEXT = 1_000;
    private static final int TEXTS = 10;

    /** The kinds of findings. */
    public enum Type {
        /** Whether the commit is live. */
        VERDICT,
        /** Somebody agreed to it, or did not. */
        APPROVAL,
        /** A gate was open for it, or shut. */
        GATE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException where it does not say what it is about */
    public NoteRecord {
        if (!isCommit(commit)) {
            throw new IllegalArgumentException("A note is about a commit, got \"" + commit + "\"");
        }
        application = name(application);
        environment = name(environment);
        verdict = name(verdict);
        if (application.isEmpty() || environment.isEmpty() || verdict.isEmpty()) {
            throw new IllegalArgumentException("A note names its application, environment and verdict");
        }
        gate = name(gate);
        time = time.truncatedTo(ChronoUnit.MILLIS);
        by = name(by);
        build = cut(build, TEXT);
        rules = name(rules);
        unseen = unseen.stream().limit(TEXTS).map(each -> cut(each, NAME)).toList();
        included = isCommit(included) ? included : "";
        reason = cut(reason, TEXT);
        groups = groups.stream().limit(TEXTS).map(NoteRecord::name).toList();
    }

    /** A verdict on a commit. */
    public static NoteRecord verdict(
            String commit, String application, String environment, String verdict, Instant time) {
        return plain(Type.VERDICT, commit, application, environment, "", verdict, time);
    }

    /** What a gate said of a commit. */
    public static NoteRecord gate(
            String commit, String application, String environment, String gate, String verdict, Instant time) {
        return plain(Type.GATE, commit, application, environment, gate, verdict, time);
    }

    /** What a person said of a commit at a gate. */
    public static NoteRecord approval(
            String commit, String application, String environment, String gate, String verdict, Instant time) {
        return plain(Type.APPROVAL, commit, application, environment, gate, verdict, time);
    }

    private static NoteRecord plain(
            Type type,
            String commit,
            String application,
            String environment,
            String gate,
            String verdict,
            Instant time) {
        return new NoteRecord(
                type, commit, application, environment, gate, verdict, time, "", "", "", List.of(), "", "", List.of());
    }

    /** The same, found out by somebody, in a build. */
    public NoteRecord from(String who, String fromBuild) {
        return new NoteRecord(
                type,
                commit,
                application,
                environment,
                gate,
                verdict,
                time,
                who,
                fromBuild,
                rules,
                unseen,
                included,
                reason,
                groups);
    }

    /** The same, with what it stands on. */
    public NoteRecord because(String why, String byRules, List<String> notSeen) {
        return new NoteRecord(
                type,
                commit,
                application,
                environment,
                gate,
                verdict,
                time,
                by,
                build,
                byRules,
                notSeen,
                included,
                why,
                groups);
    }

    /** The same, with a commit whose change is in it. */
    public NoteRecord including(String other) {
        return new NoteRecord(
                type,
                commit,
                application,
                environment,
                gate,
                verdict,
                time,
                by,
                build,
                rules,
                unseen,
                other,
                reason,
                groups);
    }

    /** The same, given by a member of groups. */
    public NoteRecord inGroups(List<String> others) {
        return new NoteRecord(
                type,
                commit,
                application,
                environment,
                gate,
                verdict,
                time,
                by,
                build,
                rules,
                unseen,
                included,
                reason,
                others);
    }

    /** Whether it proves the commit live. */
    public boolean isLive() {
        return type == Type.VERDICT && verdict.equals(LIVE);
    }

    /** Whether it says that the commit is broken. */
    public boolean isDegraded() {
        return type == Type.VERDICT && verdict.equals(DEGRADED);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static String name(String text) {
        return cut(text, NAME);
    }

    private static String cut(String text, int limit) {
        String line = Trailers.oneLine(text);
        if (line.length() <= limit) {
            return line;
        }
        // half of a pair of surrogates is no text
        int end = Character.isHighSurrogate(line.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return line.substring(0, end) + "…";
    }
}
