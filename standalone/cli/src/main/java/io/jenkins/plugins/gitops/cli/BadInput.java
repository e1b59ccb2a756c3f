package io.jenkins.plugins.gitops.cli;

/** What the caller gave cannot be used; the message says what was expected. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }

    BadInput(String message, Throwable cause) {
        super(message, cause);
    }
}
