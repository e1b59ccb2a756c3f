package io.jenkins.plugins.gitops.configuration;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a name. */
public abstract class NamedDescriptor<D extends NamedDefinition<D>> extends Descriptor<D> {

    /** Says what a name must be. */
    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Checks.shown(Checks.name(value));
    }
}
