package io.jenkins.plugins.gitops.engine.forge;

/**
 * A proxy that asks for a user and password, by the scheme Basic.
 *
 * @param host its name or address
 * @param port where it listens
 * @param user whom it knows
 * @param password of theirs; in no message
 */
public record ForgeProxy(String host, int port, String user, String password) {
    /** Where it is. */
    String address() {
        return host + ":" + port;
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "ForgeProxy[" + address() + "]";
    }
}
