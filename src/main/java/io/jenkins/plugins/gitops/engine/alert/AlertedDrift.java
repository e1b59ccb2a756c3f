package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A drift as people are told of it: which fields, and none of their values, since a message leaves the house.
 *
 * @param kinds what kinds of drift it is, in the words of {@code gitops.yaml}
 * @param fields the first paths that differ
 * @param moreFields how many besides
 * @param sameness equal for drifts of the same fields in the same way
 * @param who whose hand it was, in a word for programs
 * @param manager the field manager; empty where none is known
 * @param action what the policy says
 * @param since when it was first found
 * @param times how often it was found, or changed
 * @param note what was done or refused about it last; empty where nothing was
 * @param over whether it is over already
 */
public record AlertedDrift(
        ResourceKey resource,
        List<String> kinds,
        List<String> fields,
        int moreFields,
        int sameness,
        String who,
        String manager,
        String action,
        Instant since,
        int times,
        String note,
        boolean over) {
    private static final int MOST_FIELDS = 5;
    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_MANAGER = 128;
    private static final int LONGEST_NOTE = 400;

    public AlertedDrift {
        kinds = List.copyOf(kinds);
        fields = List.copyOf(fields);
    }

    static AlertedDrift of(DriftRecord drift, String note) {
        List<String> paths = drift.diff().fields().stream().map(FieldDiff::path).toList();
        return new AlertedDrift(
                drift.resource(),
                drift.kinds(),
                paths.stream()
                        .limit(MOST_FIELDS)
                        .map(path -> Bounded.text(path, LONGEST_PATH))
                        .toList(),
                Math.max(paths.size() - MOST_FIELDS, 0),
                31 * paths.hashCode() + drift.diff().change().ordinal(),
                drift.by().who(),
                Bounded.text(drift.by().manager(), LONGEST_MANAGER),
                drift.action().name().toLowerCase(Locale.ROOT),
                drift.firstSeen(),
                drift.count(),
                Bounded.text(note, LONGEST_NOTE),
                false);
    }

    boolean isSame(AlertedDrift other) {
        return sameness == other.sameness;
    }

    AlertedDrift noted(String text) {
        return with(Bounded.text(text, LONGEST_NOTE), over);
    }

    AlertedDrift ended() {
        return with(note, true);
    }

    private AlertedDrift with(String newNote, boolean isOver) {
        return new AlertedDrift(
                resource, kinds, fields, moreFields, sameness, who, manager, action, since, times, newNote, isOver);
    }
}
