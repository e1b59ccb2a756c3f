package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.Notes;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Keeps in Git what a wait proved, and what gates said. A verdict stands whether it could be kept or not: what came in the way is a sentence,
 * never a failure.
 */
public final class VerdictRecorder {
    /** How much later a verdict may come for being kept. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String GATES = "What its gates said";

    private final NotesWriter notes;
    private final AuditLog log;
    private final Clock clock;
    private final Duration patience;

    public VerdictRecorder(NotesWriter notes, AuditLog log, Clock clock, Duration patience) {
        this.notes = notes;
        this.log = log;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Whose wait it was.
     *
     * @param application the application
     * @param environment the environment
     * @param rules the health rules it went by
     * @param by who waited, and commits the note
     * @param build the build that waited; empty where none did
     */
    public record Witness(String application, String environment, String rules, Person by, String build) {}

    /**
     * Keeps a verdict that proves something: what is live, or that a commit is degraded. Returns at once.
     *
     * @return never fails; a sentence that says why it could not be kept, empty where it was or there was nothing to keep
     */
    public CompletableFuture<String> record(Mirror mirror, Witness witness, WaitResult result) {
        return keep(
                mirror,
                witness.by(),
                "The verdict",
                () -> record(witness, result).stream().toList());
    }

    /** Keeps how the gates stood that let a promotion through, at its commit; otherwise the same. */
    public CompletableFuture<String> record(Mirror mirror, PromotionRequest request, PromotionResult result) {
        return keep(
                mirror,
                request.author(),
                GATES,
                () -> request.gated().stream()
                        .flatMap(gated -> records(gated.proposed(), request.author(), result).stream())
                        .toList());
    }

    /** The same for a promotion by tag, at the commit that is tagged. */
    public CompletableFuture<String> record(Mirror mirror, TagPromotionRequest request, PromotionResult result) {
        return keep(
                mirror,
                request.tagger(),
                GATES,
                () -> TagGates.of(request)
                        .map(gates -> records(gates.proposed(), request.tagger(), result))
                        .orElse(List.of()));
    }

    private CompletableFuture<String> keep(Mirror mirror, Person by, String what, Supplier<List<NoteRecord>> found) {
        CompletableFuture<Void> written;
        try {
            List<NoteRecord> records = found.get();
            if (records.isEmpty()) {
                return CompletableFuture.completedFuture("");
            }
            records.forEach(
                    record -> log.write(AuditEvent.of(record).at(mirror.url().toString(), "")));
            written = notes.append(mirror, by, records);
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        return written.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((nothing, failure) ->
                        failure == null ? "" : what + " could not be recorded in " + Notes.REF + ": " + why(failure));
    }

    private static List<NoteRecord> records(Proposed proposed, Person by, PromotionResult result) {
        String commit = result.commit();
        Evaluation gates = result.gates();
        if (commit == null || gates == null || result.verdict() != PromotionVerdict.PROMOTED) {
            return List.of();
        }
        String build = proposed.build() == null ? "" : proposed.build();
        return gates.of(proposed.application().name()).results().stream()
                .map(gate -> NoteRecord.gate(
                                commit,
                                proposed.application().name(),
                                proposed.environment().name(),
                                gate.name(),
                                gate.state().name(),
                                gate.evaluatedAt())
                        .from(by.name(), build)
                        .because(gate.reason(), "", List.of()))
                .toList();
    }

    private Optional<NoteRecord> record(Witness witness, WaitResult result) {
        String live = result.liveCommit();
        boolean proves = result.verdict().isLive() || result.verdict() == WaitVerdict.DEGRADED;
        if (!proves || live == null) {
            return Optional.empty();
        }
        String verdict = result.verdict().isLive() ? NoteRecord.LIVE : NoteRecord.DEGRADED;
        NoteRecord record = NoteRecord.verdict(
                        live, witness.application(), witness.environment(), verdict, clock.instant())
                .from(witness.by().name(), witness.build())
                .because(String.join("; ", result.causes()), witness.rules(), List.of());
        return Optional.of(live.equals(result.commit()) ? record : record.including(result.commit()));
    }

    private String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "the repository took longer than " + patience.toSeconds() + " s";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
