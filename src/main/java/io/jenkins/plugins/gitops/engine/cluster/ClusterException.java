package io.jenkins.plugins.gitops.engine.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;

/** An API server could not be asked, or said no. The message is a sentence that says what to do; it holds no secret. */
public final class ClusterException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public ClusterException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ClusterException(Reason reason, String message, @CheckForNull Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure it is, for callers that act on it. */
    public Reason reason() {
        return reason;
    }

    /** What kind of failure it is. */
    public enum Reason {
        /** No answer, or only errors of the server itself, until the deadline. What is live is unknown. */
        UNREACHABLE,
        /** The credential was refused. */
        UNAUTHORIZED,
        /** The credential's user may not do this. */
        FORBIDDEN,
        /** There is no such kind, namespace or object. */
        NOT_FOUND,
        /** Somebody else changed the object, owns the field, or the object is there already. */
        CONFLICT,
        /** The server does not accept the object as it is written. */
        INVALID,
        /** A webhook, a policy or a quota refuses; the message carries its own words. */
        REJECTED,
        /** The answer is over the size limit. */
        TOO_LARGE
    }
}
