package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was proved live in an environment, and for how long, from the verdicts in the notes alone. */
public final class ProvedVersions {
    private final List<NoteRecord> verdicts;
    private final List<Occupancy> occupancies;

    private ProvedVersions(List<NoteRecord> verdicts) {
        this.verdicts = verdicts;
        this.occupancies = occupancies(verdicts);
    }

    /** As the server's notes have it now. */
    public static ProvedVersions read(Mirror mirror, String application, String environment) throws IOException {
        return of(Notes.read(mirror).ofEnvironment(application, environment));
    }

    /** From the records of one environment, by time. */
    static ProvedVersions of(List<NoteRecord> records) {
        return new ProvedVersions(records.stream()
                .filter(record -> record.isLive() || record.isDegraded())
                .toList());
    }

    /** All verdicts, by time. */
    public List<NoteRecord> verdicts() {
        return verdicts;
    }

    /** The commits that were proved live and not found degraded since, the one proved last first, each once. */
    public List<String> proved() {
        List<String> proved = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = verdicts.size() - 1; i >= 0; i--) {
            NoteRecord verdict = verdicts.get(i);
            if (seen.add(verdict.commit()) && verdict.isLive()) {
                proved.add(verdict.commit());
            }
        }
        return proved;
    }

    /** The commits that were found degraded after a commit was last found live. */
    public Set<String> degradedSince(String commit) {
        Set<String> degraded = new LinkedHashSet<>();
        for (int i = verdicts.size() - 1; i >= 0; i--) {
            NoteRecord verdict = verdicts.get(i);
            if (verdict.isLive() && verdict.commit().equals(commit)) {
                break;
            }
            if (verdict.isDegraded()) {
                degraded.add(verdict.commit());
            }
        }
        return degraded;
    }

    /** When the environment was continuously live, and with what, by time. */
    public List<Occupancy> occupancies() {
        return occupancies;
    }

    /** What is live now, as far as the last verdict knows; empty after a degraded one. */
    public Optional<Occupancy> current() {
        return occupancies.isEmpty()
                ? Optional.empty()
                : Optional.of(occupancies.get(occupancies.size() - 1)).filter(last -> last.until() == null);
    }

    /** Since when a commit is continuously live; empty where it is not. */
    public Optional<Instant> liveSince(String commit) {
        return current().filter(now -> now.commit().equals(commit)).map(Occupancy::from);
    }

    /** The longest that a commit was continuously live, up to now where it still is. */
    public Duration longest(String commit, Instant now) {
        return occupancies.stream()
                .filter(occupancy -> occupancy.commit().equals(commit))
                .map(occupancy -> occupancy.length(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static List<Occupancy> occupancies(List<NoteRecord> verdicts) {
        List<Occupancy> all = new ArrayList<>();
        Occupancy open = null;
        for (NoteRecord verdict : verdicts) {
            if (verdict.isLive() && open != null && open.commit().equals(verdict.commit())) {
                continue;
            }
            close(all, open, verdict.time());
            open = verdict.isLive() ? new Occupancy(verdict.commit(), verdict.time(), null) : null;
        }
        if (open != null) {
            all.add(open);
        }
        return List.copyOf(all);
    }

    private static void close(List<Occupancy> all, @CheckForNull Occupancy open, Instant until) {
        if (open != null) {
            all.add(new Occupancy(open.commit(), open.from(), until));
        }
    }
}
