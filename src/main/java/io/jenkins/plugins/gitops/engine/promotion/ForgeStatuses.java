package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses;
import java.io.IOException;
import java.util.List;

/** What the Git host says of commits. */
record ForgeStatuses(ForgeSource forge) implements CommitStatuses {

    @Override
    public List<Status> of(Candidate candidate, String commit) throws IOException {
        return forge.open().statuses(commit).stream()
                .map(status -> new Status(status.name(), state(status.state()), status.description()))
                .toList();
    }

    private static State state(CommitStatus.State state) {
        return switch (state) {
            case SUCCESS -> State.SUCCESS;
            case PENDING -> State.PENDING;
            case FAILURE, ERROR, TOLERATED -> State.FAILURE;
        };
    }
}
