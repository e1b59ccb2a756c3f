package io.jenkins.plugins.gitops.steps;

import jenkins.model.Jenkins;

/** This Jenkins, as what it delivered and promoted names it: public, and the same after a restart or a move. */
final class Installation {
    private static final int LENGTH = 12;

    private Installation() {}

    static String name() {
        return Jenkins.get().getLegacyInstanceId().substring(0, LENGTH);
    }
}
