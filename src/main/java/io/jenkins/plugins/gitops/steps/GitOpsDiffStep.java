package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code gitopsDiff}: shows what an environment's cluster runs against what Git says. */
public final class GitOpsDiffStep extends RevisionStep {
    private static final long serialVersionUID = 1L;

    private boolean failOnDrift;

    /** A comparison with a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsDiffStep(String repository) {
        super(repository);
    }

    /** Whether the step fails where the cluster differs from Git. */
    public boolean isFailOnDrift() {
        return failOnDrift;
    }

    @DataBoundSetter
    public void setFailOnDrift(boolean failOnDrift) {
        this.failOnDrift = failOnDrift;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DiffExecution(this, context);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends GitOpsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "gitopsDiff";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GitOpsDiffStep_displayName();
        }
    }
}
