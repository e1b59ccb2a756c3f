package io.jenkins.plugins.gitops.engine.forge;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A host could not be asked, or said no. The message is a sentence that says what to do; it holds no token. */
public final class ForgeException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    @CheckForNull
    private final Instant tryAgainAt;

    private String said = "";

    ForgeException(Reason reason, String message) {
        this(reason, message, null);
    }

    ForgeException(Reason reason, String message, @CheckForNull Instant tryAgainAt) {
        super(message);
        this.reason = reason;
        this.tryAgainAt = tryAgainAt;
    }

    /** As a host's own code has it where it is not the reason that tells. */
    ForgeException saying(String code) {
        said = code;
        return this;
    }

    String said() {
        return said;
    }

    /** What kind of failure it is, for callers that act on it. */
    public Reason reason() {
        return reason;
    }

    /** When the same call may succeed; empty where asking again does not help. */
    public Optional<Instant> tryAgainAt() {
        return Optional.ofNullable(tryAgainAt);
    }

    /** What kind of failure it is. */
    public enum Reason {
        /** No answer in time, or only errors of the host itself. Whether a change was made is unknown. */
        UNREACHABLE,
        /** The token's requests are used up until {@link ForgeException#tryAgainAt()}. Nothing was done. */
        RATE_LIMITED,
        /** The token was not accepted. */
        UNAUTHORIZED,
        /** The token may not do this. */
        FORBIDDEN,
        /** There is no such repository, branch, commit or pull request, or it is hidden from the token. */
        NOT_FOUND,
        /** The host understood and refuses; the message carries its words. */
        REFUSED,
        /** The answer is not what the host's documentation says. */
        UNREADABLE,
        /** This host, or a plain Git server, has no such thing. */
        UNSUPPORTED
    }
}
