package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code gitopsSync}: delivers an environment's desired state to its cluster. */
public final class GitOpsSyncStep extends RevisionStep {
    private static final long serialVersionUID = 1L;

    private boolean prune;
    private boolean dryRun;

    /** A delivery from a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsSyncStep(String repository) {
        super(repository);
    }

    /** Whether what was delivered earlier and Git no longer has is deleted, besides what {@code gitops.yaml} says. */
    public boolean isPrune() {
        return prune;
    }

    @DataBoundSetter
    public void setPrune(boolean prune) {
        this.prune = prune;
    }

    /** Whether the API server is only asked what would happen. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new SyncExecution(this, context);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends GitOpsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "gitopsSync";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GitOpsSyncStep_displayName();
        }
    }
}
