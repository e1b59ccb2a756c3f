package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses;
import java.io.IOException;
import java.util.List;

/** What a forge says of commits. */
public final class ForgeStatuses implements CommitStatuses {
    private final Opening forge;

    /** Finds the forge when it is first needed. */
    @FunctionalInterface
    public interface Opening {

        /** @throws ForgeException with a sentence, where there is none */
        Forge open() throws ForgeException;
    }

    public ForgeStatuses(Opening forge) {
        this.forge = forge;
    }

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
            case FAILURE, ERROR -> State.FAILURE;
        };
    }
}
