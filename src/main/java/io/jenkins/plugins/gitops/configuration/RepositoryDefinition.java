package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A config repository that jobs of some folders may use, by its name. */
public final class RepositoryDefinition extends Definition<RepositoryDefinition> {
    private final String url;
    private String ref = "";

    /** A repository that no job may use yet. */
    @DataBoundConstructor
    public RepositoryDefinition(String name, String url) {
        super(name);
        this.url = Util.fixNull(url).strip();
    }

    /** An https or ssh URL. */
    public String getUrl() {
        return url;
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
    String problem() {
        return Stream.of(Checks.name(getName()), Checks.repository(url), Checks.branch(ref))
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The form. */
    @Extension
    @Symbol("repository")
    public static final class DescriptorImpl extends DefinitionDescriptor<RepositoryDefinition> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RepositoryDefinition_displayName();
        }

        /** Says what a URL must be; nothing is connected to. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return address(value, Checks.repository(value));
        }

        /** Says what names a branch. */
        @POST
        public FormValidation doCheckRef(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Checks.shown(Checks.branch(value));
        }

        /** The credentials that Git takes. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(credentialsId, url, CredentialChoices.GIT);
        }
    }
}
