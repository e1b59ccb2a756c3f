package io.jenkins.plugins.gitops.engine.health;

/** An object holds something else than its kind allows; the rules then cannot tell. */
final class UnreadableField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableField(String message) {
        super(message);
    }
}
