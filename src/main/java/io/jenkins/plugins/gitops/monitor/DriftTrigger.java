package io.jenkins.plugins.gitops.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Builds a job when the environments of a repository drift, and, where asked, when that is over. What comes within ten
 * seconds is one build an environment.
 */
public final class DriftTrigger extends Trigger<Job<?, ?>> {
    private String repository;
    private String application = "";
    private String environment = "";
    private boolean whenOver;

    /** By environment and whether it is over; made when first needed, as it is not saved. */
    private transient Map<String, DriftNews> gathering;

    /** For all environments of a repository. */
    @DataBoundConstructor
    public DriftTrigger(String repository) {
        this.repository = Util.fixNull(repository).strip();
    }

    /** What was written by hand may lack something. */
    private Object readResolve() {
        repository = Util.fixNull(repository);
        application = Util.fixNull(application);
        environment = Util.fixNull(environment);
        return this;
    }

    /** The repository, by its name in Jenkins. */
    public String getRepository() {
        return repository;
    }

    /** The application; empty: any. */
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixNull(application).strip();
    }

    /** The environment; empty: any. */
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixNull(environment).strip();
    }

    /** Whether the job is built also when a drift is over. */
    public boolean isWhenOver() {
        return whenOver;
    }

    @DataBoundSetter
    public void setWhenOver(boolean whenOver) {
        this.whenOver = whenOver;
    }

    @Override
    public void start(Job<?, ?> project, boolean newInstance) {
        super.start(project, newInstance);
        gathering = new ConcurrentHashMap<>();
        DriftTriggers.add(this);
    }

    @Override
    public void stop() {
        DriftTriggers.remove(this);
        super.stop();
    }

    /** Takes what the monitor tells, and returns at once. */
    void told(MonitorEvent event) {
        if (event instanceof MonitorEvent.Drifted drifted && isAbout(event.place())) {
            gather(event.place(), false, drifted.drift());
        } else if (whenOver && event instanceof MonitorEvent.Resolved resolved && isAbout(event.place())) {
            gather(event.place(), true, resolved.drift());
        }
    }

    private boolean isAbout(MonitoredPlace place) {
        return (application.isEmpty() || application.equals(place.application()))
                && (environment.isEmpty() || environment.equals(place.environment()))
                && isMine(place.repository());
    }

    /** The job hears only of a repository that its folder may use. */
    private boolean isMine(String url) {
        Job<?, ?> target = job;
        if (target == null) {
            return false;
        }
        try {
            return GitOpsGlobalConfiguration.get()
                    .repository(repository, target.getFullName())
                    .isAt(url);
        } catch (AbortException notAllowed) {
            return false;
        }
    }

    /** Jenkins stops no trigger of a job that is deleted, or replaced by what another configuration says. */
    private boolean isStillThere(Job<?, ?> target) {
        boolean isThere = Jenkins.get().getItemByFullName(target.getFullName(), Job.class) == target
                && target instanceof ParameterizedJobMixIn.ParameterizedJob<?, ?> built
                && built.getTriggers().containsValue(this);
        if (!isThere) {
            DriftTriggers.remove(this);
        }
        return isThere;
    }

    private void gather(MonitoredPlace place, boolean over, DriftRecord drift) {
        while (!gathered(place, over).add(drift)) {
            // those that came before it are told just now
            Thread.onSpinWait();
        }
    }

    private DriftNews gathered(MonitoredPlace place, boolean over) {
        String key = place + " " + over;
        return gathering.computeIfAbsent(
                key,
                first -> DriftNews.begin(place, over, news -> {
                    gathering.remove(key);
                    Job<?, ?> target = job;
                    if (target != null && isStillThere(target)) {
                        Action parameters = news.parameters();
                        ParameterizedJobMixIn.scheduleBuild2(target, 0, news.cause(), parameters);
                    }
                }));
    }

    /** The form. */
    @Extension
    @Symbol("gitopsDrift")
    public static final class DescriptorImpl extends TriggerDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DriftTrigger_displayName();
        }

        @Override
        public boolean isApplicable(Item item) {
            return item instanceof Job && item instanceof ParameterizedJobMixIn.ParameterizedJob;
        }

        /** The repositories that the job may use. */
        @POST
        public ListBoxModel doFillRepositoryItems(
                @CheckForNull @AncestorInPath Item item, @QueryParameter String repository) {
            return GitOpsGlobalConfiguration.get().repositoryChoices(item, repository);
        }
    }
}
