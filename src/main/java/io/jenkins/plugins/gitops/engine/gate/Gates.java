package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Evaluates the gates of an environment. A gate that cannot be evaluated, for whatever reason and in time, is UNKNOWN
 * and says why; no failure opens one or ends the evaluation of the others. What costs little is asked first, and what
 * costs a lot only where nothing else holds the promotion up.
 *
 * <p>An evaluation is a bounded call: whoever waits for gates sets a timer to {@link Evaluation#again} and calls anew.
 */
public final class Gates {
    private static final Logger LOGGER = Logger.getLogger(Gates.class.getName());

    private final GateSources sources;
    private final Clock clock;
    private final Executor executor;

    /**
     * Gates that ask these sources.
     *
     * @param executor where sources are asked, so that one that does not answer is given up; one that runs tasks in the
     *     calling thread takes the deadlines away
     */
    public Gates(GateSources sources, Clock clock, Executor executor) {
        this.sources = sources;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Evaluates every gate of the candidate's environment, waiting on the calling thread for no longer than the gates'
     * deadlines together (30 seconds each, 2 minutes for policy and admission, a command's own). Where that thread is
     * interrupted the rest is UNKNOWN, and it stays interrupted.
     */
    public Evaluation evaluate(Candidate candidate) {
        List<Question> questions = candidate.environment().gates().stream()
                .map(gate -> Question.of(gate, sources))
                .toList();
        Map<Question, GateResult> results = new HashMap<>();
        for (Question question : questions) {
            if (!question.costly()) {
                results.put(question, ask(question, candidate));
            }
        }
        List<String> holding = new ArrayList<>();
        results.values().stream().filter(result -> !result.isOpen()).forEach(result -> holding.add(result.name()));
        for (Question question : questions) {
            if (question.costly()) {
                GateResult result = holding.isEmpty() ? ask(question, candidate) : pending(question, holding.get(0));
                results.put(question, result);
                if (!result.isOpen()) {
                    holding.add(result.name());
                }
            }
        }
        return new Evaluation(questions.stream().map(results::get).toList(), clock.instant());
    }

    private GateResult pending(Question question, String holding) {
        Decision decision =
                new Decision(GateResult.State.PENDING, "Asked when " + holding + " is open", Optional.empty());
        return result(question, decision);
    }

    GateResult ask(Question question, Candidate candidate) {
        if (Thread.currentThread().isInterrupted()) {
            return result(question, Decision.unknown("Asking was interrupted")); // an answer may come too fast to tell
        }
        Instant now = clock.instant();
        FutureTask<Decision> task = new FutureTask<>(() -> question.evaluator().decide(candidate, now));
        try {
            executor.execute(task);
            return result(question, task.get(question.deadline().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return result(question, Decision.unknown(reason(question.gate(), e.getCause())));
        } catch (TimeoutException e) {
            return result(question, Decision.unknown("No answer within " + seconds(question.deadline())));
        } catch (RejectedExecutionException e) {
            return result(
                    question, Decision.unknown("Could not be asked: there is too much to do, or nothing any more"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result(question, Decision.unknown("Asking was interrupted"));
        } finally {
            task.cancel(true);
        }
    }

    private GateResult result(Question question, Decision decision) {
        return new GateResult(
                question.gate().name(),
                question.type(),
                decision.state(),
                decision.reason(),
                decision.opensAt(),
                clock.instant());
    }

    private static String reason(Gate gate, Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof IOException && message != null && !message.isBlank()) {
            return message;
        }
        LOGGER.log(Level.WARNING, failure, () -> "Gate " + gate.name() + " could not be evaluated");
        return "Could not be evaluated: " + failure.getClass().getSimpleName()
                + (message == null ? "" : ": " + message);
    }

    private static String seconds(Duration deadline) {
        return deadline.toSeconds() + " s";
    }
}
