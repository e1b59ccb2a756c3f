package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.alert.AlertUrl;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A webhook that is told of drift. Its URL is a secret text, since who knows it may write there. */
public final class AlertDefinition extends NamedDefinition<AlertDefinition> {
    private final String kind;
    private final String credentialsId;
    private String applications = "";
    private String environments = "";

    /** A webhook that is told of every application and environment. */
    @DataBoundConstructor
    public AlertDefinition(String name, String kind, String credentialsId) {
        super(name);
        this.kind = Util.fixNull(kind).strip();
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    /** What it takes: the key of an {@link AlertFormat}. */
    public String getKind() {
        return kind;
    }

    /** The secret text that is its URL. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** The applications that it is told of, one a line; empty: all. */
    public String getApplications() {
        return applications;
    }

    @DataBoundSetter
    public void setApplications(String applications) {
        this.applications = Lines.joined(applications);
    }

    /** The environments that it is told of, one a line; empty: all. */
    public String getEnvironments() {
        return environments;
    }

    @DataBoundSetter
    public void setEnvironments(String environments) {
        this.environments = Lines.joined(environments);
    }

    @Override
    String problem() {
        return Stream.of(Checks.name(getName()), Checks.alertKind(kind), Checks.alertUrl(credentialsId))
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether it is told of an environment. */
    boolean isAbout(MonitoredPlace place) {
        return isAmong(Lines.of(applications), place.application())
                && isAmong(Lines.of(environments), place.environment());
    }

    private static boolean isAmong(List<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    /** What it takes; empty where that is nothing known. */
    Optional<AlertFormat> format() {
        return AlertFormat.of(kind);
    }

    /** Where it is now; empty where the credential is not there, no secret text or no URL. */
    Optional<AlertUrl> url() {
        StringCredentials secret = CredentialsProvider.findCredentialByIdInItemGroup(
                credentialsId, StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        return secret == null
                ? Optional.empty()
                : AlertUrl.of(secret.getSecret().getPlainText());
    }

    /** The form. Nothing is sent. */
    @Extension
    @Symbol("alert")
    public static final class DescriptorImpl extends NamedDescriptor<AlertDefinition> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AlertDefinition_displayName();
        }

        /** Says that there must be a credential; whether it is a URL is not told. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Checks.shown(Checks.alertUrl(value));
        }

        /** What webhooks take. */
        @POST
        public ListBoxModel doFillKindItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel kinds = new ListBoxModel();
            for (AlertFormat format : AlertFormat.values()) {
                kinds.add(format.title(), format.key());
            }
            return kinds;
        }

        /** The secret texts. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(credentialsId, null, CredentialChoices.SECRET_TEXT);
        }
    }
}
