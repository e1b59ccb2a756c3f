package io.jenkins.plugins.gitops.steps;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** A step about an environment at a revision. */
public abstract class RevisionStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;

    private String revision;

    RevisionStep(String repository) {
        super(repository);
    }

    /** The commit, branch or tag; null: the environment's tip. */
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = Util.fixEmptyAndTrim(revision);
    }
}
