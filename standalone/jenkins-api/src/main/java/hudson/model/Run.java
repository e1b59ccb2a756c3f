package hudson.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.io.IOException;
import java.util.List;
import jenkins.model.ArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements AccessControlled, Saveable {
    Run() {}

    @NonNull
    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public JobT getParent() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public List<Cause> getCauses() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public Result getResult() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean isBuilding() {
        throw new UnsupportedOperationException("signature only");
    }

    @CheckForNull
    public RunT getPreviousBuild() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public String getFullDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    public final long getStartTimeInMillis() {
        throw new UnsupportedOperationException("signature only");
    }

    public long getDuration() {
        throw new UnsupportedOperationException("signature only");
    }

    public int getNumber() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public String getUrl() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public String getExternalizableId() {
        throw new UnsupportedOperationException("signature only");
    }

    @NonNull
    public final ArtifactManager getArtifactManager() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public synchronized void save() throws IOException {
        throw new UnsupportedOperationException("signature only");
    }
}
