package io.jenkins.plugins.gitops.configuration;

import jenkins.model.Jenkins;

/** This Jenkins, as what it delivered and promoted names it: public, and the same after a restart or a move. */
public final class Installation {
    private static final int LENGTH = 12;

    private Installation() {}

    /** Twelve characters of its id. */
    public static String name() {
        return Jenkins.get().getLegacyInstanceId().substring(0, LENGTH);
    }
}
