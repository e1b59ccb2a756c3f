package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A config repository that jobs of some folders may use, by its name. */
public final class RepositoryDefinition implements Describable<RepositoryDefinition>, Definition {
    private final String name;
    private final String url;
    private String credentialsId = "";
    private String ref = "";
    private String allowedFolders = "";

    /** A repository that no job may use yet. */
    @DataBoundConstructor
    public RepositoryDefinition(String name, String url) {
        this.name = Util.fixNull(name).strip();
        this.url = Util.fixNull(url).strip();
    }

    @Override
    public String getName() {
        return name;
    }

    /** An https or ssh URL. */
    public String getUrl() {
        return url;
    }

    /** User and token, or an ssh key; empty: none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    /** The branch that {@code gitops.yaml} is read from; empty: the repository's default branch. */
    public String getRef() {
        return ref;
    }

    @DataBoundSetter
    public void setRef(String ref) {
        this.ref = Util.fixNull(ref).strip();
    }

    @Override
    public String getAllowedFolders() {
        return allowedFolders;
    }

    @DataBoundSetter
    public void setAllowedFolders(String allowedFolders) {
        this.allowedFolders = Lines.joined(allowedFolders);
    }

    @Override
    public String problem() {
        String problem = Checks.name(name);
        return problem.isEmpty() ? Checks.repository(url) : problem;
    }

    /** The form. */
    @Extension
    @Symbol("repository")
    public static final class DescriptorImpl extends Descriptor<RepositoryDefinition> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RepositoryDefinition_displayName();
        }

        /** Says what a name must be. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Checks.shown(Checks.name(value));
        }

        /** Says what a URL must be; nothing is connected to. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            if (value.startsWith("http:")) {
                return FormValidation.warning(Messages.Checks_unencrypted());
            }
            return Checks.shown(Checks.repository(value));
        }

        /** Says whom the folders let in. */
        @POST
        public FormValidation doCheckAllowedFolders(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Checks.allowedFolders(value);
        }

        /** The credentials that Git takes. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(credentialsId, url, CredentialChoices.GIT);
        }
    }
}
