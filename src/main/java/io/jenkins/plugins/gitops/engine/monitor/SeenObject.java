package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Objects;

/** A desired object and what is known of the live one: how it differs, and not the object itself. */
final class SeenObject {
    private final Resource desired;
    private Standing standing;
    private String version = "";

    /** Null while it is as Git says, or was not compared yet: most are, and need keep nothing. */
    @CheckForNull
    private ResourceDiff diff;

    private Owner owner = Owner.OURS;

    SeenObject(Resource desired, Standing standing) {
        this.desired = desired;
        this.standing = standing;
    }

    Resource desired() {
        return desired;
    }

    /** Whether exactly this was compared before. */
    boolean isSeen(String liveVersion) {
        return !version.isEmpty() && version.equals(liveVersion);
    }

    /**
     * Takes a comparison.
     *
     * @param liveVersion the live object's resourceVersion, empty where it is missing
     * @param now who delivered the live object
     * @return whether it says something new
     */
    boolean see(ResourceDiff result, String liveVersion, Owner now) {
        ResourceDiff kept = result.change() == Change.NONE ? null : result;
        boolean news = !Objects.equals(diff, kept) || !now.equals(owner);
        diff = kept;
        version = liveVersion;
        owner = now;
        if (result.delivered()) {
            standing = Standing.DELIVERED;
        }
        return news;
    }

    /** Everything that Git says stands, autoscaled fields left out. */
    void delivered() {
        standing = Standing.DELIVERED;
    }

    boolean differs() {
        return diff != null;
    }

    Difference difference() {
        return new Difference(diff, standing, owner, version, desired);
    }
}
