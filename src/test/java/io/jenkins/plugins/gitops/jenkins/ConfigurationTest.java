package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.AbortException;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.gitops.configuration.AlertDefinition;
import io.jenkins.plugins.gitops.configuration.ClusterDefinition;
import io.jenkins.plugins.gitops.configuration.GateCommandDefinition;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.configuration.RepositoryDefinition;
import io.jenkins.plugins.gitops.steps.GitOpsPromoteStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What an administrator defines is kept, and shown and given to nobody else. */
@WithJenkins
class ConfigurationTest {
    private JenkinsRule jenkins;
    private GitOpsGlobalConfiguration configuration;

    @BeforeEach
    void define(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RepositoryDefinition repository = new RepositoryDefinition("config", "https://git.example.org/config.git");
        repository.setMonitoredClusters(" prod \n\ndev");
        repository.setWebhookCredentialsId("webhook");
        Definitions.repository(repository, Definitions.USER, Definitions.PASSWORD);
        configuration = GitOpsGlobalConfiguration.get();
        ClusterDefinition cluster = new ClusterDefinition("prod");
        cluster.setServer("https://10.0.0.1:6443");
        cluster.setCertificateAuthority("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        cluster.setContext("gke-prod");
        cluster.setNamespaces("shop\nblog");
        cluster.setAllowedFolders("team-a\nteam-b/shop");
        configuration.setClusters(List.of(cluster));
        GateCommandDefinition command = new GateCommandDefinition("change-ticket", "/opt/gates/change-ticket");
        command.setArguments("--queue\npayments");
        command.setTimeout("30s");
        command.setAllowedFolders("team-a");
        configuration.setGateCommands(List.of(command));
        AlertDefinition alert = new AlertDefinition("team", "teams", "team-webhook");
        alert.setApplications("shop\nblog");
        alert.setEnvironments("prod");
        configuration.setAlerts(List.of(alert));
        configuration.setAuditLog("logs/gitops-audit.jsonl");
    }

    @Test
    void comesBackFromItsForm() throws Exception {
        jenkins.configRoundtrip();

        assertThat(configuration.getClusters()).singleElement().satisfies(cluster -> {
            assertThat(cluster.getName()).isEqualTo("prod");
            assertThat(cluster.getServer()).isEqualTo("https://10.0.0.1:6443");
            assertThat(cluster.getCertificateAuthority())
                    .isEqualTo("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
            assertThat(cluster.getContext()).isEqualTo("gke-prod");
            assertThat(cluster.getNamespaces()).isEqualTo("shop\nblog");
            assertThat(cluster.getAllowedFolders()).isEqualTo("team-a\nteam-b/shop");
        });
        assertThat(configuration.getRepositories()).singleElement().satisfies(repository -> {
            assertThat(repository.getName()).isEqualTo("config");
            assertThat(repository.getUrl()).isEqualTo("https://git.example.org/config.git");
            assertThat(repository.getCredentialsId()).isEqualTo("robot");
            assertThat(repository.getAllowedFolders()).isEqualTo("/");
            assertThat(repository.getMonitoredClusters()).isEqualTo("prod\ndev");
            assertThat(repository.getWebhookCredentialsId()).isEqualTo("webhook");
        });
        assertThat(configuration.getGateCommands()).singleElement().satisfies(command -> {
            assertThat(command.getName()).isEqualTo("change-ticket");
            assertThat(command.getProgram()).isEqualTo("/opt/gates/change-ticket");
            assertThat(command.getArguments()).isEqualTo("--queue\npayments");
            assertThat(command.getTimeout()).isEqualTo("30s");
            assertThat(command.getAllowedFolders()).isEqualTo("team-a");
        });
        assertThat(configuration.getAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getName()).isEqualTo("team");
            assertThat(alert.getKind()).isEqualTo("teams");
            assertThat(alert.getCredentialsId()).isEqualTo("team-webhook");
            assertThat(alert.getApplications()).isEqualTo("shop\nblog");
            assertThat(alert.getEnvironments()).isEqualTo("prod");
        });
        assertThat(configuration.getAuditLog()).isEqualTo("logs/gitops-audit.jsonl");
    }

    @Test
    void isReadAgainAfterARestart() {
        configuration.setRepositories(List.of());
        configuration.load();
        assertThat(configuration.getRepositories()).isEmpty();
        assertThat(configuration.getClusters())
                .singleElement()
                .extracting(ClusterDefinition::getName)
                .isEqualTo("prod");
        assertThat(configuration.getGateCommands())
                .singleElement()
                .extracting(GateCommandDefinition::getProgram)
                .isEqualTo("/opt/gates/change-ticket");
        assertThat(configuration.getAlerts())
                .singleElement()
                .extracting(AlertDefinition::getName)
                .isEqualTo("team");
    }

    @Test
    void comesFromCodeToo(@TempDir Path folder) throws Exception {
        Path yaml = Files.writeString(folder.resolve("jenkins.yaml"), """
                unclassified:
                  gitOpsStages:
                    alerts:
                      - name: ops
                        kind: slack
                        credentialsId: ops-webhook
                        environments: prod
                    auditLog: logs/promotions.jsonl
                    clusters:
                      - name: dev
                        server: https://10.0.0.2:6443
                        credentialsId: dev-token
                        allowedFolders: team-a
                    gateCommands:
                      - name: freeze
                        program: /opt/gates/freeze
                        arguments: --strict
                        timeout: 10s
                        allowedFolders: team-b
                    repositories:
                      - name: other
                        url: git@git.example.org:team/config.git
                        credentialsId: robot
                        ref: main
                        allowedFolders: |
                          team-a
                          team-b
                """);

        ConfigurationAsCode.get().configure(yaml.toString());

        assertThat(configuration.getClusters())
                .singleElement()
                .extracting(ClusterDefinition::getCredentialsId)
                .isEqualTo("dev-token");
        assertThat(configuration.getRepositories())
                .singleElement()
                .extracting(RepositoryDefinition::getAllowedFolders)
                .isEqualTo("team-a\nteam-b");
        assertThat(configuration.getGateCommands()).singleElement().satisfies(command -> {
            assertThat(command.getProgram()).isEqualTo("/opt/gates/freeze");
            assertThat(command.getTimeout()).isEqualTo("10s");
        });
        assertThat(configuration.getAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getKind()).isEqualTo("slack");
            assertThat(alert.getCredentialsId()).isEqualTo("ops-webhook");
            assertThat(alert.getApplications()).isEmpty();
            assertThat(alert.getEnvironments()).isEqualTo("prod");
        });
        assertThat(configuration.getAuditLog()).isEqualTo("logs/promotions.jsonl");
    }

    @Test
    void refusesWhatIsWrongOrThereTwice() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> configuration.setRepositories(List.of(new RepositoryDefinition("x", "/etc"))))
                .withMessageContaining("Give an https or ssh URL");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        configuration.setClusters(List.of(new ClusterDefinition("a"), new ClusterDefinition("a"))))
                .withMessageContaining("there twice");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> configuration.setGateCommands(List.of(new GateCommandDefinition("x", "sh"))))
                .withMessageContaining("Give the absolute path");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> configuration.setAlerts(List.of(new AlertDefinition("x", "slack", ""))))
                .withMessageContaining("Choose the secret text");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> configuration.setAuditLog("../audit.jsonl"))
                .withMessageContaining("below JENKINS_HOME");
        assertThat(configuration.getRepositories()).hasSize(1);
    }

    @Test
    void isForTheFoldersAlone() throws Exception {
        assertThat(configuration.cluster("prod", "team-a/deploy").getServer()).isEqualTo("https://10.0.0.1:6443");
        assertThatExceptionOfType(AbortException.class)
                .isThrownBy(() -> configuration.cluster("prod", "team-b/deploy"))
                .withMessageContaining("not allowed for job team-b/deploy")
                .withMessageContaining("An administrator can");
        assertThatExceptionOfType(AbortException.class)
                .isThrownBy(() -> configuration.cluster("staging", "team-a/deploy"))
                .withMessageContaining("not defined");
    }

    @Test
    void checksAreForAdministratorsAndForPostAlone() throws Exception {
        secure();
        String check = "descriptorByName/" + RepositoryDefinition.class.getName() + "/checkUrl?value=file:///etc";
        assertThat(status("admin", HttpMethod.POST, check)).isEqualTo(200);
        assertThat(status("alice", HttpMethod.POST, check)).isEqualTo(403);
        assertThat(status("admin", HttpMethod.GET, check)).isIn(404, 405);
        String program = "descriptorByName/" + GateCommandDefinition.class.getName() + "/checkProgram?value=/bin/sh";
        assertThat(status("admin", HttpMethod.POST, program)).isEqualTo(200);
        assertThat(status("alice", HttpMethod.POST, program)).isEqualTo(403);
        assertThat(status("admin", HttpMethod.GET, program)).isIn(404, 405);
        for (String ofAlerts :
                List.of("fillKindItems?", "fillCredentialsIdItems?credentialsId=", "checkName?value=team")) {
            String path = "descriptorByName/" + AlertDefinition.class.getName() + "/" + ofAlerts;
            assertThat(status("admin", HttpMethod.POST, path)).as(path).isEqualTo(200);
            assertThat(status("alice", HttpMethod.POST, path)).as(path).isEqualTo(403);
            assertThat(status("admin", HttpMethod.GET, path)).as(path).isIn(404, 405);
        }
        String fill = "descriptorByName/" + ClusterDefinition.class.getName()
                + "/fillCredentialsIdItems?credentialsId=&server=https://10.0.0.1";
        assertThat(status("admin", HttpMethod.POST, fill)).isEqualTo(200);
        assertThat(status("alice", HttpMethod.POST, fill)).isEqualTo(403);
        assertThat(status("admin", HttpMethod.GET, fill)).isIn(404, 405);
    }

    @Test
    void dropDownsShowNothingToThoseWhoMayNotSeeIt() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team-a");
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "deploy");
        secure();
        GitOpsPromoteStep.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(GitOpsPromoteStep.DescriptorImpl.class);
        try (ACLContext ignored = ACL.as2(User.getById("alice", true).impersonate2())) {
            assertThat(values(form.doFillRepositoryItems(job, "mine"))).containsExactly("mine");
            assertThat(values(form.doFillRepositoryItems(null, ""))).isEmpty();
            assertThat(values(form.doFillCredentialsIdItems(job, "mine"))).containsExactly("mine");
        }
        try (ACLContext ignored = ACL.as2(User.getById("bob", true).impersonate2())) {
            assertThat(values(form.doFillRepositoryItems(job, "mine"))).containsExactly("config", "mine");
            assertThat(values(form.doFillCredentialsIdItems(job, "")))
                    .as("a credential of the system is no job's")
                    .containsExactly("");
        }
    }

    private void secure() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ, Item.CONFIGURE)
                .everywhere()
                .to("bob"));
    }

    private int status(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        Page page = client.getPage(new WebRequest(client.createCrumbedUrl(path), method));
        return page.getWebResponse().getStatusCode();
    }

    private static List<String> values(ListBoxModel model) {
        return model.stream().map(option -> option.value).toList();
    }
}
