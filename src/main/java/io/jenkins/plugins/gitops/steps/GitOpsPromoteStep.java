package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.gitops.engine.promotion.ImageEdit;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code gitopsPromote}: writes a version into an environment of a config repository. */
public final class GitOpsPromoteStep extends GitOpsStep {
    private static final long serialVersionUID = 1L;

    private String to;
    private String from;
    private String reason;
    private String branch;
    private ArrayList<String> images = new ArrayList<>();
    private ArrayList<String> set = new ArrayList<>();
    private boolean create;
    private String message;

    /** A promotion into a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsPromoteStep(String repository) {
        super(repository);
    }

    /** The environment to promote into; null where the edit alone is given. */
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** The environment whose proved version is promoted; null where images are given. */
    public String getFrom() {
        return from;
    }

    @DataBoundSetter
    public void setFrom(String from) {
        this.from = Util.fixEmptyAndTrim(from);
    }

    /** Why order, hold and quarantine are overridden; null: they are not. */
    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    /** The branch of an edit without an environment; null: the repository's default branch. */
    public String getBranch() {
        return branch;
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
    }

    /** The images to write, each {@code NAME=REFERENCE}. */
    public List<String> getImages() {
        return images;
    }

    /** {@link #getImages()} as the form shows them. */
    public String getImagesLines() {
        return String.join("\n", images);
    }

    @DataBoundSetter
    public void setImages(List<String> images) {
        this.images = TextLists.entries(images);
    }

    /** The values to write, each {@code FILE#PATH=VALUE}. */
    public List<String> getSet() {
        return set;
    }

    /** {@link #getSet()} as the form shows them. */
    public String getSetLines() {
        return String.join("\n", set);
    }

    @DataBoundSetter
    public void setSet(List<String> set) {
        this.set = TextLists.entries(set);
    }

    /** Whether a missing file or key of {@link #getSet()} is made. */
    public boolean isCreate() {
        return create;
    }

    @DataBoundSetter
    public void setCreate(boolean create) {
        this.create = create;
    }

    /** The subject of the commit; null: says what is promoted where. */
    public String getMessage() {
        return message;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
    }

    @Override
    String environmentName() {
        return to;
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        String problem = PromotionPlan.problem(this);
        if (!problem.isEmpty()) {
            throw new AbortException(problem);
        }
        return new PromoteExecution(this, context);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends GitOpsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "gitopsPromote";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GitOpsPromoteStep_displayName();
        }

        /** Says what images must be. */
        @POST
        public FormValidation doCheckImages(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.lines(item, value, ImageEdit.Image::parse);
        }

        /** Says what values must be. */
        @POST
        public FormValidation doCheckSet(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.lines(item, value, ValueEdit.Value::parse);
        }
    }
}
