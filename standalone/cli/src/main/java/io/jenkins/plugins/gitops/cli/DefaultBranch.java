package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;

/** The branch that is meant where none is named. */
final class DefaultBranch {

    private DefaultBranch() {}

    static String of(Mirror mirror) throws IOException {
        return mirror.defaultBranch()
                .orElseThrow(
                        () -> new BadInput(mirror.url() + " does not say which branch is its default; give --branch"));
    }
}
