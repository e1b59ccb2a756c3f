package io.jenkins.plugins.gitops.monitor;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;

/** What is configured otherwise is watched otherwise, at once. */
@Extension
public final class ConfigurationChange extends SaveableListener {
    @Override
    public void onChange(Saveable changed, XmlFile file) {
        if (changed instanceof GitOpsGlobalConfiguration) {
            DriftMonitor.get().settleSoon();
        }
    }
}
