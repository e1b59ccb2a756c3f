package io.jenkins.plugins.gitops.steps;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** A step about one environment of an application. */
public abstract class EnvironmentStep extends GitOpsStep {
    private static final long serialVersionUID = 1L;

    private String environment;

    EnvironmentStep(String repository) {
        super(repository);
    }

    /** The environment, as {@code gitops.yaml} names it. */
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    @Override
    String environmentName() {
        return environment;
    }
}
