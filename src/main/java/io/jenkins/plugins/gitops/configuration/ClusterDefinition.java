package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Kubernetes cluster that jobs of some folders may use, by its name. */
public final class ClusterDefinition extends ServerDefinition<ClusterDefinition> {
    private String server = "";
    private String certificateAuthority = "";
    private String context = "";
    private String namespaces = "";

    /** A cluster that no job may use yet. */
    @DataBoundConstructor
    public ClusterDefinition(String name) {
        super(name);
    }

    /** The API server's URL; empty where the credential is a kubeconfig, which names it. */
    public String getServer() {
        return server;
    }

    @DataBoundSetter
    public void setServer(String server) {
        this.server = Util.fixNull(server).strip();
    }

    /** Certificates in PEM; empty: those the JVM trusts. */
    public String getCertificateAuthority() {
        return certificateAuthority;
    }

    @DataBoundSetter
    public void setCertificateAuthority(String certificateAuthority) {
        this.certificateAuthority = Lines.joined(certificateAuthority);
    }

    /** The kubeconfig's context; empty: the one of the cluster's name. */
    public String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(String context) {
        this.context = Util.fixNull(context).strip();
    }

    /** The namespaces that may be touched, one a line; empty: all, and what belongs to no namespace. */
    public String getNamespaces() {
        return namespaces;
    }

    @DataBoundSetter
    public void setNamespaces(String namespaces) {
        this.namespaces = Lines.joined(namespaces);
    }

    /** A connection, held to the namespaces that may be touched. */
    Cluster limited(Cluster cluster) {
        return namespaces.isEmpty() ? cluster : new AllowedNamespaces(cluster, Lines.of(namespaces));
    }

    @Override
    String problem() {
        String problem = Checks.name(getName());
        return problem.isEmpty() ? Checks.server(server) : problem;
    }

    /** The form. */
    @Extension
    @Symbol("cluster")
    public static final class DescriptorImpl extends DefinitionDescriptor<ClusterDefinition> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ClusterDefinition_displayName();
        }

        /** Says what a server must be; nothing is connected to. */
        @POST
        public FormValidation doCheckServer(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return address(value, Checks.server(value));
        }

        /** The credentials that a cluster takes. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String credentialsId, @QueryParameter String server) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return CredentialChoices.forAdministrator(
                    credentialsId,
                    server,
                    CredentialsMatchers.anyOf(
                            CredentialsMatchers.instanceOf(FileCredentials.class),
                            CredentialsMatchers.instanceOf(StringCredentials.class),
                            CredentialsMatchers.instanceOf(StandardCertificateCredentials.class)));
        }
    }
}
