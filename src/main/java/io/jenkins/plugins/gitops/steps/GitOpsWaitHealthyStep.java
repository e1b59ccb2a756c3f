package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.gitops.engine.application.Durations;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code gitopsWaitHealthy}: waits until exactly one commit is live and healthy in an environment. */
public final class GitOpsWaitHealthyStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;

    private String commit;
    private String timeout;
    private boolean propagate = true;
    private boolean rollback;

    /** A wait in a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsWaitHealthyStep(String repository) {
        super(repository);
    }

    /** The commit to wait for; null: the one this build promoted there last, else the tip. */
    public String getCommit() {
        return commit;
    }

    @DataBoundSetter
    public void setCommit(String commit) {
        this.commit = Util.fixEmptyAndTrim(commit);
    }

    /** How long at most, such as {@code 10m}; null: as {@code gitops.yaml} says. */
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    /** Whether the step fails where the commit does not become live. */
    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    /** Whether the environment is rolled back where the wait ends DEGRADED. */
    public boolean isRollback() {
        return rollback;
    }

    @DataBoundSetter
    public void setRollback(boolean rollback) {
        this.rollback = rollback;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new WaitExecution(this, context);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends GitOpsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "gitopsWaitHealthy";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GitOpsWaitHealthyStep_displayName();
        }

        /** Says what a timeout must be. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.one(item, value, Durations::parse);
        }
    }
}
