package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
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

/** {@code gitopsRollback}: goes back to a version that was proved healthy, and holds the environment there. */
public final class GitOpsRollbackStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;

    private String reason;
    private String to;
    private String holdFor;
    private String message;

    /** A rollback in a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsRollbackStep(String repository) {
        super(repository);
    }

    /** Why. */
    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    /** A commit, branch or tag, or a version promoted there; null: the last one proved healthy. */
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** How long the environment is held, such as {@code 12h}; null: until it is released. */
    public String getHoldFor() {
        return holdFor;
    }

    @DataBoundSetter
    public void setHoldFor(String holdFor) {
        this.holdFor = Util.fixEmptyAndTrim(holdFor);
    }

    /** The subject of the commit; null: says what is rolled back where. */
    public String getMessage() {
        return message;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
    }

    /** What is wrong with the arguments, as a sentence; empty where nothing is. */
    String problem() {
        if (getApplication() == null || getEnvironment() == null || reason == null) {
            return "gitopsRollback takes application, environment and reason together";
        }
        try {
            return holdFor == null || !Durations.parse(holdFor).isZero() ? "" : "holdFor: nothing is held for no time";
        } catch (IllegalArgumentException wrong) {
            return "holdFor: " + wrong.getMessage();
        }
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        String problem = problem();
        if (!problem.isEmpty()) {
            throw new AbortException(problem);
        }
        return new RollbackExecution(this, context);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends GitOpsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "gitopsRollback";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GitOpsRollbackStep_displayName();
        }

        /** Says what a duration must be. */
        @POST
        public FormValidation doCheckHoldFor(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.one(item, value, Durations::parse);
        }
    }
}
