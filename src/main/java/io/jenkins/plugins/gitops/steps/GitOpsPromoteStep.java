package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.engine.promotion.ImageEdit;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import io.jenkins.plugins.gitops.engine.release.Bump;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private ArrayList<String> applications = new ArrayList<>();
    private String to;
    private String from;
    private String commit;
    private String version;
    private String bump;
    private String reason;
    private String branch;
    private ArrayList<String> images = new ArrayList<>();
    private ArrayList<String> set = new ArrayList<>();
    private boolean create;
    private boolean waitForGates;
    private ArrayList<String> scanReports = new ArrayList<>();
    private String message;
    private Boolean pullRequest;
    private boolean waitForMerge;

    /** A promotion into a repository defined in Jenkins. */
    @DataBoundConstructor
    public GitOpsPromoteStep(String repository) {
        super(repository);
    }

    /** Several applications in place of one, promoted in one commit. */
    public List<String> getApplications() {
        return applications;
    }

    /** {@link #getApplications()} as the form shows them. */
    public String getApplicationsLines() {
        return String.join("\n", applications);
    }

    @DataBoundSetter
    public void setApplications(List<String> applications) {
        this.applications = TextLists.entries(applications);
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

    /** What is tagged for an environment that stands on a tag: a commit, branch or tag; null: none is named. */
    public String getCommit() {
        return commit;
    }

    @DataBoundSetter
    public void setCommit(String commit) {
        this.commit = Util.fixEmptyAndTrim(commit);
    }

    /** The version that is tagged; null: raised as {@link #getBump()} says, or computed. */
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    /** The part of the last version that is raised, {@code major}, {@code minor} or {@code patch}; null: none is named. */
    public String getBump() {
        return bump;
    }

    @DataBoundSetter
    public void setBump(String bump) {
        this.bump = Util.fixEmptyAndTrim(bump);
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

    /** Whether gates that are not open are waited for; otherwise the step fails. */
    public boolean isWaitForGates() {
        return waitForGates;
    }

    @DataBoundSetter
    public void setWaitForGates(boolean waitForGates) {
        this.waitForGates = waitForGates;
    }

    /** The reports of image scanners that are handed in to gates, each {@code NAME=FILE} of the build's artifacts. */
    public List<String> getScanReports() {
        return scanReports;
    }

    /** {@link #getScanReports()} as the form shows them. */
    public String getScanReportsLines() {
        return String.join("\n", scanReports);
    }

    @DataBoundSetter
    public void setScanReports(List<String> scanReports) {
        this.scanReports = TextLists.entries(scanReports);
    }

    /** The subject of the commit; null: says what is promoted where. */
    public String getMessage() {
        return message;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
    }

    /**
     * Whether it is made as a pull request; null: as {@code gitops.yaml} says. Not in the form, where nothing would read as
     * false.
     */
    @CheckForNull
    public Boolean getPullRequest() {
        return pullRequest;
    }

    @DataBoundSetter
    public void setPullRequest(@CheckForNull Boolean pullRequest) {
        this.pullRequest = pullRequest;
    }

    /** Whether the step ends when the pull request is merged, and not when it is open. */
    public boolean isWaitForMerge() {
        return waitForMerge;
    }

    @DataBoundSetter
    public void setWaitForMerge(boolean waitForMerge) {
        this.waitForMerge = waitForMerge;
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

        /** The parts of a version. */
        @POST
        public ListBoxModel doFillBumpItems() {
            ListBoxModel parts = new ListBoxModel();
            parts.add(Messages.GitOpsPromoteStep_noBump(), "");
            for (Bump part : Bump.values()) {
                parts.add(part.name().toLowerCase(Locale.ROOT));
            }
            return parts;
        }

        /** Says what a version must be. */
        @POST
        public FormValidation doCheckVersion(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.one(item, value, NextVersions::given);
        }

        /** Says what images must be. */
        @POST
        public FormValidation doCheckImages(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.lines(item, value, ImageEdit.Image::parse);
        }

        /** Says what reports must be. */
        @POST
        public FormValidation doCheckScanReports(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.lines(item, value, HandedInReport::parse);
        }

        /** Says what values must be. */
        @POST
        public FormValidation doCheckSet(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldSyntax.lines(item, value, ValueEdit.Value::parse);
        }
    }
}
