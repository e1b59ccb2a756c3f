package io.jenkins.plugins.gitops.engine.promotion;

import java.io.IOException;

/** A promotion was about to be written that its gates were not asked about, or were asked about on other manifests. */
final class GatesUnasked extends IOException {
    private static final long serialVersionUID = 1;

    GatesUnasked(String application, String environment) {
        super("The gates of " + application + " " + environment
                + " were not asked about what this would be written onto; nothing was written");
    }
}
