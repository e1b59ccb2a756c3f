package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.gate.GateCommands;
import io.jenkins.plugins.gitops.engine.webhook.WebhookTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The clusters and repositories that Jenkins may touch, the commands that it may run for gates, and the folders whose
 * jobs may use them. A name in Git resolves to one of these or to nothing. And where what was done and what drifts is
 * told.
 */
@Extension
@Symbol("gitOpsStages")
public final class GitOpsGlobalConfiguration extends GlobalConfiguration {
    private List<ClusterDefinition> clusters = new ArrayList<>();
    private List<RepositoryDefinition> repositories = new ArrayList<>();
    private List<GateCommandDefinition> gateCommands = new ArrayList<>();
    private List<AlertDefinition> alerts = new ArrayList<>();
    private String auditLog;

    /** Reads what was saved. */
    public GitOpsGlobalConfiguration() {
        load();
    }

    /** The one of this Jenkins. */
    public static GitOpsGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(GitOpsGlobalConfiguration.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.GitOpsGlobalConfiguration_displayName();
    }

    public List<ClusterDefinition> getClusters() {
        return Collections.unmodifiableList(clusters);
    }

    /** @throws IllegalArgumentException where one is wrong or a name is there twice */
    @DataBoundSetter
    public void setClusters(List<ClusterDefinition> clusters) {
        this.clusters = checked(clusters);
        save();
    }

    public List<RepositoryDefinition> getRepositories() {
        return Collections.unmodifiableList(repositories);
    }

    /** @throws IllegalArgumentException where one is wrong or a name is there twice */
    @DataBoundSetter
    public void setRepositories(List<RepositoryDefinition> repositories) {
        this.repositories = checked(repositories);
        save();
    }

    public List<GateCommandDefinition> getGateCommands() {
        return Collections.unmodifiableList(gateCommands);
    }

    /** @throws IllegalArgumentException where one is wrong or a name is there twice */
    @DataBoundSetter
    public void setGateCommands(List<GateCommandDefinition> gateCommands) {
        this.gateCommands = checked(gateCommands);
        save();
    }

    public List<AlertDefinition> getAlerts() {
        return Collections.unmodifiableList(alerts);
    }

    /** @throws IllegalArgumentException where one is wrong or a name is there twice */
    @DataBoundSetter
    public void setAlerts(List<AlertDefinition> alerts) {
        this.alerts = checked(alerts);
        save();
    }

    /** The file below {@code JENKINS_HOME} that is told what was promoted and proved; null: none is. */
    @CheckForNull
    public String getAuditLog() {
        return auditLog;
    }

    /** @throws IllegalArgumentException where it is no file below {@code JENKINS_HOME} */
    @DataBoundSetter
    public void setAuditLog(@CheckForNull String auditLog) {
        this.auditLog = checkedFile(auditLog);
        save();
    }

    /** Where it is told. */
    AuditLog auditLog() {
        return auditLog == null
                ? AuditLog.NONE
                : AuditLog.file(Jenkins.get().getRootDir().toPath().resolve(auditLog));
    }

    /** Says what the file must be. */
    @POST
    public FormValidation doCheckAuditLog(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Checks.shown(Checks.fileBelowHome(value));
    }

    @CheckForNull
    private static String checkedFile(@CheckForNull String file) {
        String problem = Checks.fileBelowHome(file);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        return Util.fixEmptyAndTrim(file);
    }

    /** Takes all or nothing; a list whose last entry was removed is not in the form at all. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        try {
            List<ClusterDefinition> newClusters =
                    checked(request.bindJSONToList(ClusterDefinition.class, form.opt("clusters")));
            List<RepositoryDefinition> newRepositories =
                    checked(request.bindJSONToList(RepositoryDefinition.class, form.opt("repositories")));
            List<GateCommandDefinition> newGateCommands =
                    checked(request.bindJSONToList(GateCommandDefinition.class, form.opt("gateCommands")));
            List<AlertDefinition> newAlerts =
                    checked(request.bindJSONToList(AlertDefinition.class, form.opt("alerts")));
            auditLog = checkedFile((String) form.opt("auditLog"));
            clusters = newClusters;
            repositories = newRepositories;
            gateCommands = newGateCommands;
            alerts = newAlerts;
        } catch (IllegalArgumentException wrong) {
            throw new FormException(wrong.getMessage(), wrong, "clusters");
        }
        save();
        return true;
    }

    /**
     * The cluster of a name, for a job.
     *
     * @param job the job's full name
     * @throws AbortException where there is none, or the job's folder may not use it
     */
    public ClusterDefinition cluster(String name, String job) throws AbortException {
        return find(clusters, Messages.ClusterDefinition_displayName(), name, job);
    }

    /**
     * The repository of a name, for a job.
     *
     * @param job the job's full name
     * @throws AbortException where there is none, or the job's folder may not use it
     */
    public RepositoryDefinition repository(String name, String job) throws AbortException {
        return find(repositories, Messages.RepositoryDefinition_displayName(), name, job);
    }

    /**
     * What is run for a gate's command of a name, for a job.
     *
     * @param job the job's full name
     * @throws AbortException where there is none, or gates of the job's folder may not ask it
     */
    public GateCommands.Definition gateCommand(String name, String job) throws AbortException {
        return find(gateCommands, Messages.GateCommandDefinition_displayName(), name, job)
                .command();
    }

    /** The repositories whose hosts may send webhooks, with what they prove them with now. */
    public List<WebhookTarget> webhooks() {
        return repositories.stream()
                .map(RepositoryConnection::new)
                .flatMap(connection -> connection.webhook().stream())
                .toList();
    }

    /** The names of the repositories that a job may use, for those who may see them; and the one chosen already. */
    public ListBoxModel repositoryChoices(@CheckForNull Item job, @CheckForNull String current) {
        ListBoxModel choices = new ListBoxModel();
        Set<String> names = new HashSet<>();
        if (CredentialChoices.mayChoose(job)) {
            for (RepositoryDefinition repository : repositories) {
                if (job == null
                        || AllowedFolders.of(repository.getAllowedFolders()).allow(job.getFullName())) {
                    choices.add(repository.getName());
                    names.add(repository.getName());
                }
            }
        }
        if (current != null && !current.isEmpty() && names.add(current)) {
            choices.add(current);
        }
        return choices;
    }

    private static <D extends Definition<D>> D find(List<D> definitions, String kind, String name, String job)
            throws AbortException {
        for (D definition : definitions) {
            if (definition.getName().equals(name)) {
                if (!AllowedFolders.of(definition.getAllowedFolders()).allow(job)) {
                    throw new AbortException(Messages.GitOpsGlobalConfiguration_notAllowed(kind, name, job));
                }
                return definition;
            }
        }
        throw new AbortException(Messages.GitOpsGlobalConfiguration_unknown(kind, name));
    }

    private static <D extends NamedDefinition<D>> List<D> checked(List<D> definitions) {
        Set<String> names = new HashSet<>();
        for (D definition : definitions) {
            String problem = definition.problem();
            if (!problem.isEmpty()) {
                throw new IllegalArgumentException(definition.getName() + ": " + problem);
            }
            if (!names.add(definition.getName())) {
                throw new IllegalArgumentException(Messages.GitOpsGlobalConfiguration_twice(definition.getName()));
            }
        }
        return new ArrayList<>(definitions); // what XStream writes without ado
    }
}
