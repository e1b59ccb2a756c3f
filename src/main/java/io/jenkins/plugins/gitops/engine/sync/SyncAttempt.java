package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.sync.SyncResult.Ending;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One go at a sync: stage after stage, and where one fails, those for that case. */
final class SyncAttempt {
    private static final Logger LOGGER = Logger.getLogger(SyncAttempt.class.getName());

    private final SyncContext context;
    private final Deque<Stage> stages = new ArrayDeque<>();
    private List<Stage> whereOneFails = List.of();
    private String failure = "";
    private boolean passing = true;

    SyncAttempt(SyncContext context) {
        this.context = context;
        stages.add(new PrepareStage(context, (then, onFailure) -> {
            stages.addAll(then);
            whereOneFails = onFailure;
        }));
    }

    /** Whether another attempt may do better. */
    boolean mayPass() {
        return passing;
    }

    SyncStep advance(Instant now) {
        while (!stages.isEmpty()) {
            if (context.cancelled().getAsBoolean()) {
                return new SyncStep.Done(context.report().result(Ending.CANCELLED, "Cancelled"));
            }
            try {
                Optional<SyncStep.Waiting> waiting = stages.element().advance(now);
                if (waiting.isPresent() && !context.cancelled().getAsBoolean()) {
                    return waiting.get();
                }
                if (waiting.isEmpty()) {
                    stages.remove();
                }
            } catch (SyncFailure e) {
                fail(e.getMessage(), e.isPassing());
            } catch (ClusterException e) {
                fail(e.getMessage(), e.reason() != Reason.UNAUTHORIZED);
            }
        }
        return new SyncStep.Done(
                failure.isEmpty()
                        ? context.report()
                                .result(Ending.SYNCED, context.report().summary())
                        : context.report().result(Ending.FAILED, failure));
    }

    private void fail(String message, boolean mayPass) {
        LOGGER.log(Level.FINE, "Sync failed: {0}", message);
        stages.clear();
        if (failure.isEmpty()) {
            failure = message;
            passing = mayPass;
            stages.addAll(whereOneFails);
        }
    }
}
