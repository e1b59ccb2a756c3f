package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses.State;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commit statuses must be successful on the commit that the version comes from. */
final class ChecksGate implements Evaluator {
    private final Gate.Checks gate;
    private final CommitStatuses statuses;

    ChecksGate(Gate.Checks gate, CommitStatuses statuses) {
        this.gate = gate;
        this.statuses = statuses;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        Optional<String> commit = candidate.commit();
        if (commit.isEmpty()) {
            return Decision.unknown("Nobody knows the commit that " + candidate.version() + " comes from");
        }
        List<Status> all = statuses.of(candidate, commit.get());
        List<String> missing = new ArrayList<>();
        for (String context : gate.contexts()) {
            List<Status> about = all.stream()
                    .filter(status -> status.context().equals(context))
                    .toList();
            if (about.isEmpty()) {
                missing.add(context + " has not reported yet");
            }
            about.stream()
                    .filter(status -> status.state() != State.SUCCESS)
                    .forEach(status -> missing.add(context
                            + (status.state() == State.PENDING ? " is under way" : " has failed")
                            + (status.description().isBlank() ? "" : " (" + status.description() + ")")));
        }
        return missing.isEmpty()
                ? Decision.open(String.join(" and ", gate.contexts())
                        + (gate.contexts().size() == 1 ? " is" : " are") + " successful on " + commit.get())
                : Decision.closed(String.join("; ", missing) + ", on " + commit.get());
    }
}
