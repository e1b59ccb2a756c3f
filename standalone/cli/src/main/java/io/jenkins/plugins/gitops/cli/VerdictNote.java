package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.VerdictRecorder;
import io.jenkins.plugins.gitops.engine.promotion.VerdictRecorder.Witness;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

/** Keeps what a wait proved and gates said, and tells what came in the way. */
record VerdictNote(Map<String, String> environment) {
    /** A push that takes longer than anybody waits for it ends with the process. */
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "notes");
        thread.setDaemon(true);
        thread.start();
    };

    /** Waits a few seconds at most; an empty sentence where there was nothing in the way. */
    String record(OpenEnvironment open, String application, WaitResult result) {
        Witness witness = new Witness(
                application,
                open.environment().name(),
                open.environment().health().rules().name().toLowerCase(Locale.ROOT),
                new Author(environment).person(),
                "");
        return recorder().record(open.mirror(), witness, result).join();
    }

    /** The same, of what gates said that let a promotion through. */
    String record(Mirror mirror, PromotionRequest request, PromotionResult result) {
        return recorder().record(mirror, request, result).join();
    }

    /** The same for one by tag. */
    String record(Mirror mirror, TagPromotionRequest request, PromotionResult result) {
        return recorder().record(mirror, request, result).join();
    }

    private VerdictRecorder recorder() {
        return new VerdictRecorder(
                notes(), AuditLogVariable.open(environment), Clock.systemUTC(), VerdictRecorder.PATIENCE);
    }

    /** Writes to the notes, on threads that end with the process. */
    static NotesWriter notes() {
        return new NotesWriter(Clock.systemUTC(), THREADS);
    }
}
