package io.jenkins.plugins.gitops.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.jenkins.plugins.gitops.configuration.ClusterDefinition;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.configuration.RepositoryDefinition;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What an administrator has defined, and a job that uses it. */
final class Definitions {
    static final String USER = "robot";
    static final String PASSWORD = "s3cret-of-the-robot";
    static final String FILE = "values/prod.yaml";

    private Definitions() {}

    /** The repository "config", for every job, with a credential that only it may use. */
    static void repository(String url) throws Exception {
        repository(new RepositoryDefinition("config", url), USER, PASSWORD);
    }

    /** A repository of that name, with more said about it, and a credential of its own. */
    static void repository(RepositoryDefinition repository, String user, String password) throws Exception {
        CredentialsProvider.lookupStores(Jenkins.get())
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "robot", "", user, password));
        repository.setCredentialsId("robot");
        repository.setAllowedFolders("/");
        GitOpsGlobalConfiguration.get().setRepositories(List.of(repository));
    }

    /** The cluster "test", for every job, in this namespace alone. */
    static void cluster(ControlPlane plane, String namespace) throws Exception {
        CredentialsProvider.lookupStores(Jenkins.get())
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new FileCredentialsImpl(
                                CredentialsScope.SYSTEM,
                                "kubeconfig",
                                "",
                                "kubeconfig",
                                SecretBytes.fromBytes(plane.kubeconfig("test").getBytes(StandardCharsets.UTF_8))));
        ClusterDefinition cluster = new ClusterDefinition("test");
        cluster.setCredentialsId("kubeconfig");
        cluster.setNamespaces(namespace);
        cluster.setAllowedFolders("/");
        GitOpsGlobalConfiguration.get().setClusters(List.of(cluster));
    }

    static WorkflowJob job(JenkinsRule jenkins, String pipeline) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "deploy");
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        return job;
    }

    static String promote(String tag) {
        return """
            def result = gitopsPromote repository: 'config', set: ['values/prod.yaml#image.tag=%s']
            echo "verdict=${result.verdict} commit=${result.commit} files=${result.files}"
            """.formatted(tag);
    }

    static WorkflowRun completed(JenkinsRule jenkins, Result result) throws Exception {
        WorkflowRun build =
                jenkins.jenkins.getItemByFullName("deploy", WorkflowJob.class).getBuildByNumber(1);
        Awaitility.await().atMost(90, TimeUnit.SECONDS).until(() -> !build.isBuilding());
        return jenkins.assertBuildStatus(result, build);
    }
}
