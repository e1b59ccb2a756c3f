package io.jenkins.plugins.gitops.steps;

import hudson.Util;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps have in common: a repository defined in Jenkins, an application in it, and who reads and writes there. */
public abstract class GitOpsStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String repository;
    private String application;
    private String credentialsId;

    GitOpsStep(String repository) {
        this.repository = Util.fixNull(repository).strip();
    }

    /** The name of a repository defined in Jenkins. */
    public String getRepository() {
        return repository;
    }

    /** The application, as {@code gitops.yaml} names it. */
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    /** A credential of the job's to use for Git; null: the repository's own. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The environment it is about; null where none is named. */
    abstract String environmentName();
}
