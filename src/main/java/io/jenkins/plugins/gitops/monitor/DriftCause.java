package io.jenkins.plugins.gitops.monitor;

import hudson.model.Cause;

/** A build began because an environment has drifted, or has not any more. */
public final class DriftCause extends Cause {
    private final String place;
    private final boolean over;
    private final int resources;

    DriftCause(String place, boolean over, int resources) {
        this.place = place;
        this.over = over;
        this.resources = resources;
    }

    @Override
    public String getShortDescription() {
        return over ? Messages.DriftCause_over(place, resources) : Messages.DriftCause_drifted(place, resources);
    }
}
