package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.JobResults.Result;
import io.jenkins.plugins.gitops.engine.gate.JobResults.Run;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The last build of a job, or the last about this version, must have been successful. */
final class JobGate implements Evaluator {
    private final Gate.Job gate;
    private final JobResults jobs;

    JobGate(Gate.Job gate, JobResults jobs) {
        this.gate = gate;
        this.jobs = jobs;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        String about = gate.parameter()
                .map(parameter -> " with " + parameter + " " + candidate.version())
                .orElse("");
        List<Run> runs = jobs.of(candidate, gate.job()).stream()
                .filter(run -> gate.parameter()
                        .map(parameter ->
                                candidate.version().equals(run.parameters().get(parameter)))
                        .orElse(true))
                .toList();
        if (runs.isEmpty()) {
            return Decision.closed("No build of " + gate.job() + about + " yet");
        }
        Run last = runs.get(0);
        Optional<Instant> finished = last.finished();
        if (last.result() == Result.RUNNING || finished.isEmpty()) {
            return Decision.closed(last.name() + " is under way");
        }
        boolean good = last.result() == Result.SUCCESS || last.result() == Result.UNSTABLE && gate.unstable();
        if (!good) {
            return Decision.closed(last.name() + (last.result() == Result.UNSTABLE ? " was unstable" : " failed"));
        }
        if (gate.maxAge().filter(age -> finished.get().isBefore(now.minus(age))).isPresent()) {
            return Decision.closed(last.name() + " ended " + Times.text(finished.get()) + ", longer ago than "
                    + Durations.format(gate.maxAge().get()));
        }
        return Decision.open(last.name() + " was "
                + (last.result() == Result.SUCCESS ? "successful" : "unstable, which is allowed"));
    }
}
