package hudson.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements Item {
    Job() {}

    @CheckForNull
    public RunT getLastBuild() {
        throw new UnsupportedOperationException("signature only");
    }
}
