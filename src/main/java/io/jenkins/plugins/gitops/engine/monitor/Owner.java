package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;

/**
 * Who delivered a live object, by its tracking.
 *
 * @param ours whether the environment that is watched did, from here; also where there is no object
 * @param other the tracking of whoever else did; empty where nobody says so
 */
record Owner(boolean ours, String other) {
    /** Most objects have this one, which is why it is shared. */
    static final Owner OURS = new Owner(true, "");

    private static final Owner NOBODY = new Owner(false, "");

    static Owner of(Resource live, Tracking tracking) {
        if (tracking.owns(live)) {
            return OURS;
        }
        Object label = live.labels().get(Tracking.LABEL);
        return label == null
                ? NOBODY
                : new Owner(false, live.annotation(Tracking.ANNOTATION).orElse(label.toString()));
    }
}
