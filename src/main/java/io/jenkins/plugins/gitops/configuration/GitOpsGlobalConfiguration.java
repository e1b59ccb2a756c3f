package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;

/** The clusters and repositories that Jenkins may touch. */
@Extension
@Symbol("gitOpsStages")
public final class GitOpsGlobalConfiguration extends GlobalConfiguration {

    /** Reads what was saved. */
    public GitOpsGlobalConfiguration() {
        load();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.GitOpsGlobalConfiguration_displayName();
    }
}
