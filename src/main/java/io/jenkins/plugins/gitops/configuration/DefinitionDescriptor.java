package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.util.FormValidation;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of what every definition has. Nothing is connected to. */
public abstract class DefinitionDescriptor<D extends Definition<D>> extends NamedDescriptor<D> {

    /** Says whom the folders let in. */
    @POST
    public FormValidation doCheckAllowedFolders(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Checks.allowedFolders(value);
    }

    /** Says what a URL must be, and that one without encryption is none to send a secret to. */
    static FormValidation address(@CheckForNull String value, String problem) {
        return Util.fixNull(value).startsWith("http:") && problem.isEmpty()
                ? FormValidation.warning(Messages.Checks_unencrypted())
                : Checks.shown(problem);
    }
}
