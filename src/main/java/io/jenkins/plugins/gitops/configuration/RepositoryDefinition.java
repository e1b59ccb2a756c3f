package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A config repository that jobs of some folders may use, by its name. */
public final class RepositoryDefinition extends ServerDefinition<RepositoryDefinition> {
    private final String url;
    private String ref = "";
    private String forge = "";
    private String forgeUrl = "";
    private String forgeCredentialsId = "";
    private String monitoredClusters = "";
    private String webhookCredentialsId = "";

    /** A repository that no job may use yet. */
    @DataBoundConstructor
    public RepositoryDefinition(String name, String url) {
        super(name);
        this.url = Util.fixNull(url).strip();
    }

    /** What an earlier version saved has neither a host nor a monitor. */
    private Object readResolve() {
        ref = Util.fixNull(ref);
        forge = Util.fixNull(forge);
        forgeUrl = Util.fixNull(forgeUrl);
        forgeCredentialsId = Util.fixNull(forgeCredentialsId);
        monitoredClusters = Util.fixNull(monitoredClusters);
        webhookCredentialsId = Util.fixNull(webhookCredentialsId);
        return this;
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

    /** What kind of Git host it is on, for pull requests; empty: as the URL tells. */
    public String getForge() {
        return forge;
    }

    @DataBoundSetter
    public void setForge(String forge) {
        this.forge = Util.fixNull(forge).strip();
    }

    /** Where that host's API is; empty: as the URL tells. */
    public String getForgeUrl() {
        return forgeUrl;
    }

    @DataBoundSetter
    public void setForgeUrl(String forgeUrl) {
        this.forgeUrl = Util.fixNull(forgeUrl).strip();
    }

    /** The credential that pull requests are made with; empty: the one for Git. */
    public String getForgeCredentialsId() {
        return forgeCredentialsId;
    }

    @DataBoundSetter
    public void setForgeCredentialsId(String forgeCredentialsId) {
        this.forgeCredentialsId = Util.fixNull(forgeCredentialsId).strip();
    }

    /**
     * The clusters on which its environments are watched for drift, and healed where {@code gitops.yaml} says so; one a
     * line, empty: it is not watched.
     */
    public String getMonitoredClusters() {
        return monitoredClusters;
    }

    @DataBoundSetter
    public void setMonitoredClusters(String monitoredClusters) {
        this.monitoredClusters = Lines.joined(monitoredClusters);
    }

    /** The secret text that its host proves webhooks with; empty: none is taken. */
    public String getWebhookCredentialsId() {
        return webhookCredentialsId;
    }

    @DataBoundSetter
    public void setWebhookCredentialsId(String webhookCredentialsId) {
        this.webhookCredentialsId = Util.fixNull(webhookCredentialsId).strip();
    }

    /** Whether this is where it is, as the monitor names it. */
    public boolean isAt(String other) {
        try {
            return new RepositoryConnection(this).url().toString().equals(other);
        } catch (AbortException wrong) {
            return false;
        }
    }

    @Override
    String problem() {
        return Stream.of(
                        Checks.name(getName()),
                        Checks.repository(url),
                        Checks.branch(ref),
                        Checks.forge(forge, forgeUrl))
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

        /** Says what the URL of a Git host's API must be; nothing is connected to. */
        @POST
        public FormValidation doCheckForgeUrl(@QueryParameter String value, @QueryParameter String forge) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Checks.shown(Checks.forge(Util.fixNull(forge), Util.fixNull(value)));
        }

        /** The kinds of Git hosts. */
        @POST
        public ListBoxModel doFillForgeItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel kinds = new ListBoxModel();
            kinds.add(Messages.RepositoryDefinition_publicForge(), "");
            for (ForgeKind kind : ForgeKind.values()) {
                kinds.add(kind.title(), kind.key());
            }
            return kinds;
        }

        /** The credentials that Git hosts take. */
        @POST
        public ListBoxModel doFillForgeCredentialsIdItems(
                @QueryParameter String forgeCredentialsId,
                @QueryParameter String forgeUrl,
                @QueryParameter String url) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String api = ForgeConnection.api(
                    Util.fixNull(url).strip(), Util.fixNull(forgeUrl).strip());
            return CredentialChoices.forAdministrator(forgeCredentialsId, api, CredentialChoices.FORGE);
        }

        /** The secret texts. */
        @POST
        public ListBoxModel doFillWebhookCredentialsIdItems(@QueryParameter String webhookCredentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(webhookCredentialsId, null, CredentialChoices.SECRET_TEXT);
        }

        /** The credentials that Git takes. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(credentialsId, url, CredentialChoices.GIT);
        }
    }
}
