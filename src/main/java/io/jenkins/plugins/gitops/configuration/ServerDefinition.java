package io.jenkins.plugins.gitops.configuration;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** A server that an administrator defined, and the credential it is used with. */
public abstract class ServerDefinition<D extends ServerDefinition<D>> extends Definition<D> {
    private String credentialsId = "";

    ServerDefinition(String name) {
        super(name);
    }

    /** The credential it is used with; empty: none. */
    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }
}
