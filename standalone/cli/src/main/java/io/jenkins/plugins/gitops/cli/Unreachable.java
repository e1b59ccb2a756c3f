package io.jenkins.plugins.gitops.cli;

import java.io.IOException;

/** Something that had to be asked could not be. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
