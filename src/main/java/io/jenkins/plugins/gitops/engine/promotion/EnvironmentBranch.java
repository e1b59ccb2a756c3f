package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.Optional;

/** The branch that an environment's commits are written to. */
final class EnvironmentBranch {
    private EnvironmentBranch() {}

    /** @throws IOException where the environment has none, or Git cannot be asked for the default one */
    static String of(ConfigRepository repository, Application application, Environment environment) throws IOException {
        repository.requireHere(application);
        Mirror mirror = repository.mirror();
        Target target = environment.target();
        if (target instanceof Target.Branch branch) {
            return branch.branch();
        }
        if (target instanceof Target.Tag tag) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    "Environment " + environment.name() + " stands on the tag " + tag.tag()
                            + ", which has no files of its own to write to: promote into the environment that it is"
                            + " taken from, then tag that");
        }
        Optional<String> declared = ((Target.Folder) target).branch();
        return declared.isPresent()
                ? declared.get()
                : mirror.defaultBranch()
                        .orElseThrow(() -> new GitException(
                                GitException.Reason.NOT_FOUND,
                                mirror.url() + " names no default branch; give environment " + environment.name()
                                        + " one in gitops.yaml"));
    }
}
