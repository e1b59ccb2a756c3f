package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses;
import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.List;

/** What the forge of a repository on a public host says of commits, asked with the token that Git uses there. */
public final class ForgeStatuses implements CommitStatuses {
    private final Forges forges;
    private final Mirror mirror;

    public ForgeStatuses(Forges forges, Mirror mirror) {
        this.forges = forges;
        this.mirror = mirror;
    }

    @Override
    public List<Status> of(Candidate candidate, String commit) throws IOException {
        return forges.forge(mirror.url(), token()).statuses(commit).stream()
                .map(status -> new Status(status.name(), state(status.state()), status.description()))
                .toList();
    }

    /** The key of ssh opens no API. */
    private ForgeToken token() {
        return mirror.identity().credentials() instanceof GitCredentials.UsernamePassword known
                ? ForgeToken.of(known.username(), known.password())
                : ForgeToken.none();
    }

    private static State state(CommitStatus.State state) {
        return switch (state) {
            case SUCCESS -> State.SUCCESS;
            case PENDING -> State.PENDING;
            case FAILURE, ERROR -> State.FAILURE;
        };
    }
}
