package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.steps.GitOpsDiffStep;
import io.jenkins.plugins.gitops.steps.GitOpsPromoteStep;
import io.jenkins.plugins.gitops.steps.GitOpsRollbackStep;
import io.jenkins.plugins.gitops.steps.GitOpsSyncStep;
import io.jenkins.plugins.gitops.steps.GitOpsWaitHealthyStep;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is filled into a form comes back, and reads well as a Pipeline. */
@WithJenkins
class StepFormsTest {
    private StepConfigTester forms;
    private SnippetizerTester snippets;

    @BeforeEach
    void setUp(JenkinsRule jenkins) {
        forms = new StepConfigTester(jenkins);
        snippets = new SnippetizerTester(jenkins);
    }

    @Test
    void promote() throws Exception {
        GitOpsPromoteStep step = new GitOpsPromoteStep("config");
        step.setApplication("shop");
        step.setTo("prod");
        step.setImages(List.of("web=registry/web:1.2", "db=registry/db:3"));
        snippets.assertRoundTrip(
                step,
                "gitopsPromote application: 'shop', images: ['web=registry/web:1.2', 'db=registry/db:3'], repository: 'config', to: 'prod'");
        step.setSet(List.of("values/prod.yaml#image.tag=1.4.2"));
        step.setCreate(true);
        step.setBranch("main");
        step.setMessage("Promote the shop");
        step.setFrom("staging");
        step.setApplications(List.of("web", "api"));
        step.setCommit("main");
        step.setVersion("1.4.2");
        step.setBump("minor");
        step.setReason("A hotfix");
        step.setScanReports(List.of("trivy=reports/trivy.json", "grype=grype-*.json"));
        step.setCredentialsId("robot");

        GitOpsPromoteStep back = forms.configRoundTrip(step);

        assertThat(back).usingRecursiveComparison().isEqualTo(step);
    }

    @Test
    void waitHealthy() throws Exception {
        GitOpsWaitHealthyStep step = new GitOpsWaitHealthyStep("config");
        step.setApplication("shop");
        step.setEnvironment("prod");
        snippets.assertRoundTrip(
                step, "gitopsWaitHealthy application: 'shop', environment: 'prod', repository: 'config'");
        step.setCommit("0123456789012345678901234567890123456789");
        step.setTimeout("90s");
        step.setPropagate(false);
        step.setRollback(true);
        step.setCredentialsId("robot");

        GitOpsWaitHealthyStep back = forms.configRoundTrip(step);

        assertThat(back).usingRecursiveComparison().isEqualTo(step);
    }

    @Test
    void rollback() throws Exception {
        GitOpsRollbackStep step = new GitOpsRollbackStep("config");
        step.setApplication("shop");
        step.setEnvironment("prod");
        step.setReason("The checkout fails");
        snippets.assertRoundTrip(
                step,
                "gitopsRollback application: 'shop', environment: 'prod', reason: 'The checkout fails', repository: 'config'");
        step.setTo("1.4.1");
        step.setHoldFor("12h");
        step.setMessage("Back to what worked");
        step.setCredentialsId("robot");

        GitOpsRollbackStep back = forms.configRoundTrip(step);

        assertThat(back).usingRecursiveComparison().isEqualTo(step);
    }

    @Test
    void diff() throws Exception {
        GitOpsDiffStep step = new GitOpsDiffStep("config");
        step.setApplication("shop");
        step.setEnvironment("prod");
        snippets.assertRoundTrip(step, "gitopsDiff application: 'shop', environment: 'prod', repository: 'config'");
        step.setRevision("v1");
        step.setFailOnDrift(true);
        step.setCredentialsId("robot");

        GitOpsDiffStep back = forms.configRoundTrip(step);

        assertThat(back).usingRecursiveComparison().isEqualTo(step);
    }

    @Test
    void sync() throws Exception {
        GitOpsSyncStep step = new GitOpsSyncStep("config");
        step.setApplication("shop");
        step.setEnvironment("prod");
        step.setPrune(true);
        snippets.assertRoundTrip(
                step, "gitopsSync application: 'shop', environment: 'prod', prune: true, repository: 'config'");
        step.setRevision("v1");
        step.setDryRun(true);
        step.setCredentialsId("robot");

        GitOpsSyncStep back = forms.configRoundTrip(step);

        assertThat(back).usingRecursiveComparison().isEqualTo(step);
    }
}
