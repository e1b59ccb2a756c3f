package io.jenkins.plugins.gitops.steps;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.gitops.configuration.CredentialChoices;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the steps have in common. No step needs a node or a workspace. */
public abstract class GitOpsStepDescriptor extends StepDescriptor {

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FlowNode.class, TaskListener.class);
    }

    /** The application and the environment, as a label of the step's node. */
    @Override
    public final String argumentsToString(Map<String, Object> arguments) {
        String label = Stream.of("application", "applications", "environment", "to")
                .map(arguments::get)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        return label.isEmpty() ? null : label;
    }

    /** The repositories that the job may use. */
    @POST
    public final ListBoxModel doFillRepositoryItems(@AncestorInPath Item item, @QueryParameter String repository) {
        return GitOpsGlobalConfiguration.get().repositoryChoices(item, repository);
    }

    /** The job's credentials for Git. */
    @POST
    public final ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId) {
        return CredentialChoices.forJob(item, credentialsId);
    }
}
