package io.jenkins.plugins.gitops.configuration;

import hudson.Util;
import hudson.model.Describable;

/** Something that an administrator defined, by its name. */
public abstract class NamedDefinition<D extends NamedDefinition<D>> implements Describable<D> {
    private final String name;

    NamedDefinition(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /** Unique among its kind. */
    public final String getName() {
        return name;
    }

    /** What is wrong with it, as a sentence; empty where nothing is. */
    abstract String problem();
}
