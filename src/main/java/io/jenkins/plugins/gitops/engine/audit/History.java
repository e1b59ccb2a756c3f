package io.jenkins.plugins.gitops.engine.audit;

import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was done to an application, and what came of it, from Git alone: the trailers in the history of its environments,
 * and the verdicts in the notes. The same promotion is told once, however it came: pushed, merged, squashed,
 * cherry-picked or rebased.
 */
public final class History {
    /** Stands for an environment where something concerns all of them, as quarantine does. */
    public static final String EVERY_ENVIRONMENT = "";

    /** How many changes of an environment are read at most. */
    public static final int LIMIT = 10_000;

    private static final Comparator<Change> NEWEST_FIRST =
            Comparator.comparing(Change::committed).reversed();

    private final List<String> environments;

    /** Those whose earlier promotions are not known. */
    private final Set<String> forgetful;

    private final List<Change> changes;
    private final List<NoteRecord> records;
    private final List<NoteRecord> onChanges;
    private final List<String> problems;

    private History(
            Collection<String> environments,
            Set<String> forgetful,
            List<Change> changes,
            List<NoteRecord> records,
            List<NoteRecord> onChanges,
            List<String> problems) {
        this.environments = List.copyOf(environments);
        this.forgetful = forgetful;
        this.changes = changes;
        this.records = records;
        this.onChanges = onChanges;
        this.problems = problems;
    }

    /**
     * Reads it.
     *
     * @param tips by environment, or {@link #EVERY_ENVIRONMENT}, the commits whose histories tell of it: where it stands, and where its holds do
     * @param limit how many changes of an environment are kept
     */
    public static History read(Mirror mirror, String application, Map<String, List<String>> tips, int limit)
            throws IOException {
        return read(mirror, application, tips, Map.of(), limit);
    }

    /**
     * The same with environments that stand on tags.
     *
     * @param tagged by environment the tags that it stood at
     */
    public static History read(
            Mirror mirror,
            String application,
            Map<String, List<String>> tips,
            Map<String, EnvironmentTags> tagged,
            int limit)
            throws IOException {
        Notes notes = Notes.read(mirror);
        List<NoteRecord> records = notes.ofApplication(application);
        Map<String, Set<String>> environments = new LinkedHashMap<>();
        tips.forEach((environment, commits) -> commits.forEach(commit ->
                environments.computeIfAbsent(commit, c -> new LinkedHashSet<>()).add(environment)));
        HistoryWalk walk = new HistoryWalk(mirror, application, records, limit);
        for (Map.Entry<String, Set<String>> tip : environments.entrySet()) {
            walk.walk(tip.getKey(), tip.getValue());
        }
        for (Map.Entry<String, EnvironmentTags> each : tagged.entrySet()) {
            walk.tags(each.getKey(), each.getValue().tags());
        }
        List<String> problems = new ArrayList<>(notes.problems());
        tips.keySet().stream()
                .filter(walk::isFull)
                .map(environment -> "Only the newest " + limit + " changes of " + environment + " were read")
                .forEach(problems::add);
        List<Change> changes = walk.changes().stream().sorted(NEWEST_FIRST).toList();
        return new History(
                tips.keySet(),
                tagged.entrySet().stream()
                        .filter(each -> each.getValue().moving())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                changes,
                records,
                records.stream().map(walk::onChange).toList(),
                List.copyOf(problems));
    }

    /** All changes, the newest first; of those written at one time, the one that stands on the other first. */
    public List<Change> changes() {
        return changes;
    }

    /** All that the notes say of the application, by time. */
    public List<NoteRecord> records() {
        return records;
    }

    /**
     * What was proved live in an environment, and for how long, by the commits of its changes: that the branch went on
     * for the sake of something else does not end what is live.
     */
    public ProvedVersions proved(String environment) {
        return ProvedVersions.of(onChanges.stream()
                .filter(record -> record.environment().equals(environment))
                .toList());
    }

    /** How each environment did between two times. */
    public List<Figures> figures(Instant from, Instant to) {
        return environments.stream()
                .filter(environment -> !environment.equals(EVERY_ENVIRONMENT))
                .map(environment -> forgetful.contains(environment)
                        ? Figures.unknown(environment, from, to)
                        : Figures.of(environment, changes, records, from, to))
                .toList();
    }

    /** What could not be read, as sentences. */
    public List<String> problems() {
        return problems;
    }
}
