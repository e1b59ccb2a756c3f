package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.configuration.GateCommandDefinition;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Gates that ask for what a build has done: its tests, the reports that it has archived, and a command. */
@WithJenkins
class EvidenceStepTest {
    private static final String WEB = "envs/prod/web.yaml";
    private static final String PROMOTE =
            "gitopsPromote repository: 'config', application: 'shop', to: 'prod', images: ['r.io/web=2']";

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private GitHttpServer git;
    private WorkflowJob job;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        job = Definitions.job(jenkins, PROMOTE);
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    private void gate(String gate) throws Exception {
        git.createRepository("config", Map.of("gitops.yaml", """
                        defaults: {delivery: external}
                        applications:
                          - name: shop
                            environments:
                              - {name: prod, folder: envs/prod, gates: [%s]}
                        """.formatted(gate), WEB, web("1")));
        Definitions.repository(git.url("config"));
    }

    private static String web(String tag) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: \"r.io/web:"
                + tag + "\"}]}\n";
    }

    private static String tested(String outcome) {
        return """
            node {
                writeFile file: 'TEST-web.xml', text: '<testsuite name="web"><testcase classname="a" name="b"/>\
            <testcase classname="a" name="c">%s</testcase></testsuite>'
                junit 'TEST-web.xml'
            }
            """.formatted(outcome);
    }

    private static String scanned(String image) {
        return """
            node {
                writeFile file: 'reports/web.json', text: '{"SchemaVersion": 2, "ArtifactName": "%s", "Results": []}'
                archiveArtifacts 'reports/*.json'
            }
            """.formatted(image);
    }

    private void command(String allowedFolders) throws Exception {
        Path program = Files.writeString(folder.resolve("ticket"), """
                #!/bin/sh
                read promotion
                echo "$1 knows: $promotion"
                env | grep -q JENKINS_ && exit 1
                exit 0
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        GateCommandDefinition command = new GateCommandDefinition("ticket", program.toString());
        command.setArguments("--payments queue");
        command.setAllowedFolders(allowedFolders);
        GitOpsGlobalConfiguration.get().setGateCommands(List.of(command));
    }

    private void keepsOut(String pipeline, String reason) throws Exception {
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: GATED: " + reason, build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(git.repositories().read("config", "main", WEB)).isEqualTo(web("1"));
    }

    private void letsIn(String pipeline, String reason) throws Exception {
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        jenkins.assertLogContains(reason, jenkins.buildAndAssertSuccess(job));
        assertThat(git.repositories().read("config", "main", WEB)).isEqualTo(web("2"));
    }

    @Test
    void theBuildsTestsMustHavePassed() throws Exception {
        gate("{tests: {least: 2}}");
        keepsOut(PROMOTE, "tests: The build has recorded no test results");
        keepsOut(tested("<failure/>") + PROMOTE, "tests: Of the build's 2 tests 1 failed, allowed are 0");
        keepsOut(tested("<skipped/>") + PROMOTE, "tests: Of the build's 2 tests 1 ran, asked for are at least 2");
        letsIn(tested("") + PROMOTE, "Gate tests is open: 2 tests ran, 0 failed");
    }

    @Test
    void aReportIsAnArtifactOfTheBuild() throws Exception {
        gate("{scan: {report: trivy}}");
        String handedIn = PROMOTE + ", scanReports: ['trivy=reports/*.json']";
        keepsOut(PROMOTE, "scan: The build has handed in no report trivy");
        keepsOut(
                handedIn,
                "scan: The build has archived no artifact reports/*.json, which is handed in as report trivy");
        keepsOut(scanned("r.io/web:1") + handedIn, "scan: The report trivy is about r.io/web:1, not about r.io/web:2");
        letsIn(scanned("r.io/web:2") + handedIn, "Gate scan is open: 0 findings count, no more than allowed");
    }

    @Test
    void aReportIsNothingElseOfTheController() throws Exception {
        gate("{scan: {report: trivy}}");
        job.setDefinition(new CpsFlowDefinition(PROMOTE + ", scanReports: ['trivy=../build.xml']", true));
        jenkins.assertLogContains(
                "'trivy=../build.xml' is no report", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        Path report = Files.writeString(
                folder.resolve("web.json"),
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"r.io/web:2\", \"Results\": []}");
        String link = """
                node {
                    sh 'd="$JENKINS_HOME/jobs/deploy/builds/$BUILD_NUMBER/archive"; mkdir "$d" && ln -s %s "$d/web.json"'
                }
                """.formatted(report);
        job.setDefinition(new CpsFlowDefinition(link + PROMOTE + ", scanReports: ['trivy=web.json']", true));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: GATED: scan: ", build);
        assertThat(git.repositories().read("config", "main", WEB)).isEqualTo(web("1"));
    }

    @Test
    void aCommandIsTheAdministratorsAndForTheirFolders() throws Exception {
        gate("{command: {name: ticket, with: {line: \"$(id)\"}}}");
        keepsOut(PROMOTE, "command: Gate command 'ticket' is not defined in Jenkins. An administrator can define it");
        command("team-a");
        keepsOut(PROMOTE, "command: Gate command 'ticket' is not allowed for job deploy.");
        command("/");
        letsIn(
                PROMOTE,
                "Gate command is open: --payments queue knows: {\"application\":\"shop\",\"environment\":\"prod\"");
    }
}
