package io.jenkins.plugins.gitops.configuration;

import hudson.Util;
import hudson.model.Describable;
import org.kohsuke.stapler.DataBoundSetter;

/** Something that an administrator defined for the jobs of some folders to use by name. */
public abstract class Definition<D extends Definition<D>> implements Describable<D> {
    private final String name;
    private String allowedFolders = "";

    Definition(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /** Unique among its kind. */
    public final String getName() {
        return name;
    }

    /** The folders whose jobs may use it, one a line; empty: none, {@code /}: all. */
    public final String getAllowedFolders() {
        return allowedFolders;
    }

    @DataBoundSetter
    public final void setAllowedFolders(String allowedFolders) {
        this.allowedFolders = Lines.joined(allowedFolders);
    }

    /** What is wrong with it, as a sentence; empty where nothing is. */
    abstract String problem();
}
