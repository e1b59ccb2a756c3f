package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.Optional;

/** What kept a repository from being read or written, with a sentence that says what to do. Never holds a secret. */
public final class GitException extends IOException {
    private static final long serialVersionUID = 1;

    /** The kind of failure, for callers that act on it. */
    public enum Reason {
        /** No answer, or one that is not Git's. Trying again later may help. */
        UNREACHABLE,
        /** The credentials are missing, wrong or not allowed to do this, or the host key is not known. */
        UNAUTHORIZED,
        /** No such repository, branch, tag or commit. */
        NOT_FOUND,
        /** A path, a file or a tree that is not touched on purpose. */
        REFUSED,
        /** The folder of the mirrors cannot be read or written. */
        STORAGE
    }

    private final Reason reason;

    public GitException(Reason reason, String message) {
        this(reason, message, null);
    }

    public GitException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The failure of Git that is behind another failure, or is that itself. */
    public static Optional<GitException> behind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof GitException git) {
                return Optional.of(git);
            }
        }
        return Optional.empty();
    }

    /** Whether a failure is Git's and says nothing of what is in the repository: trying again later may mend it. */
    public static boolean mayPass(Throwable failure) {
        return behind(failure)
                .filter(git -> git.reason == Reason.UNREACHABLE || git.reason == Reason.STORAGE)
                .isPresent();
    }
}
