package io.jenkins.plugins.gitops.engine.forge;

import java.util.Objects;
import java.util.function.Supplier;

/** Who asks a host. Nothing that this class shows to others holds the token. */
public final class ForgeToken {
    private static final ForgeToken NONE = new ForgeToken("", () -> "");

    private final String username;
    private final Supplier<String> current;

    private ForgeToken(String username, Supplier<String> current) {
        this.username = username.strip();
        this.current = Objects.requireNonNull(current);
    }

    /** Nobody in particular: public repositories can be read, and nothing written. */
    public static ForgeToken none() {
        return NONE;
    }

    /**
     * A token that may change.
     *
     * @param username the user it belongs to; empty where the token alone says so. Bitbucket Cloud's API tokens need the
     *     user's e-mail address here, and a password of Gitea its user
     * @param current gives the token that is valid now; asked before every request, so that a wait outlives a token
     */
    public static ForgeToken of(String username, Supplier<String> current) {
        return new ForgeToken(username, current);
    }

    /** A token that does not change. */
    public static ForgeToken of(String username, String token) {
        return new ForgeToken(username, () -> token);
    }

    Secret current() {
        return new Secret(username, current.get().strip());
    }

    @Override
    public String toString() {
        return "ForgeToken[" + username + "]";
    }
}
