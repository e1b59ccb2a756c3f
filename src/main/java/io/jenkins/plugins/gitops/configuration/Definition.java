package io.jenkins.plugins.gitops.configuration;

import org.kohsuke.stapler.DataBoundSetter;

/** Something that an administrator defined for the jobs of some folders to use by name. */
public abstract class Definition<D extends Definition<D>> extends NamedDefinition<D> {
    private String allowedFolders = "";

    Definition(String name) {
        super(name);
    }

    /** The folders whose jobs may use it, one a line; empty: none, {@code /}: all. */
    public final String getAllowedFolders() {
        return allowedFolders;
    }

    @DataBoundSetter
    public final void setAllowedFolders(String allowedFolders) {
        this.allowedFolders = Lines.joined(allowedFolders);
    }
}
