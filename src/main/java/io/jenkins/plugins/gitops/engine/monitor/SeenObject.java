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

    private String otherOwner = "";

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
     * @param owner the tracking of whoever else delivers it, or empty
     * @return whether it says something new
     */
    boolean see(ResourceDiff result, String liveVersion, String owner) {
        ResourceDiff kept = result.change() == Change.NONE ? null : result;
        boolean news = !Objects.equals(diff, kept) || !owner.equals(otherOwner);
        diff = kept;
        version = liveVersion;
        otherOwner = owner;
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
        return new Difference(diff, standing, otherOwner, desired);
    }
}
