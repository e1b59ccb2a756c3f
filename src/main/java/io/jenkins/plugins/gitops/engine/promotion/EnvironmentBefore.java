package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitException;
import java.io.IOException;
import java.util.Optional;

/**
 * Taking a version from the environment before, which has to have proved it.
 *
 * @param environment where it is taken to
 */
record EnvironmentBefore(ConfigRepository repository, Application application, Environment environment) {

    /**
     * The commit that was proved last in the environment before; empty where none was.
     *
     * @throws IOException where this environment does not come after that one, unless it is forced, or Git cannot be asked
     */
    Optional<String> proved(Environment source, Requester requester) throws IOException {
        if (!environment.after().contains(source.name()) && !requester.forces()) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    environment.name() + " comes after " + String.join(" or ", environment.after()) + ", not after "
                            + source.name() + ". Promote from there, or force it with a reason");
        }
        return new ProvedCommits(repository, application, source).last();
    }

    /** Keeps a promotion waiting while nothing is proved. */
    TipRule nothingProved(Environment source) {
        return new NothingProved(application.name(), source.name());
    }
}
