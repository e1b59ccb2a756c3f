package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import io.jenkins.plugins.gitops.cli.simulation.SimulatedApiServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates as the command asks them, waits for them and approves; the served repository is looked at by git itself. */
@Timeout(120)
class GateCommandsTest {
    @TempDir
    private Path folder;

    private ServedShop shop;
    private Program served;
    private Shell shell;

    @BeforeEach
    void prepare() throws Exception {
        shop = new ServedShop(folder, "staging", "prod", "desk");
        shell = shop.shell;
    }

    private void gates(String gates) throws Exception {
        served = shop.serve("""
                defaults: {delivery: external, destination: {cluster: test}}
                applications:
                  - name: shop
                    environments:
                      - {name: staging, folder: staging}
                      - {name: prod, folder: prod, gates: [%1$s]}
                      - {name: released, tag: shop/v*, path: prod, after: [], gates: [%1$s]}
                  - name: desk
                    environments: [{name: prod, folder: desk}]
                """.formatted(gates));
    }

    private Ended toProd(String tag, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--to", "prod", "--image", ServedShop.IMAGE + tag));
        arguments.addAll(List.of(more));
        return shop.run("promote", arguments.toArray(String[]::new));
    }

    private String verdict(Ended ended) {
        return ended.json().at("/verdict").asText();
    }

    private String tip() throws Exception {
        return served.run("rev-parse", "main");
    }

    private String liveInStaging(String tag, Instant since) throws Exception {
        String commit = shop.run("promote", "--to", "staging", "--image", ServedShop.IMAGE + tag)
                .json()
                .at("/commit")
                .asText();
        shop.saw("LIVE", commit, "staging", since);
        return commit;
    }

    @Test
    void tellsHowEachGateStandsAndWritesNothing() throws Exception {
        gates("{approval: {users: [Grace]}}, {tests: {}}, {name: linter, command: lint}");
        String before = tip();
        Ended ended = toProd("1.1.0");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(verdict(ended)).isEqualTo("GATED");
        assertThat(ended.json().at("/commit").isNull()).isTrue();
        assertThat(ended.json().at("/gates")).hasSize(3);
        assertThat(ended.json().at("/gates/0/name").asText()).isEqualTo("approval");
        assertThat(ended.json().at("/gates/0/state").asText()).isEqualTo("CLOSED");
        assertThat(ended.json().at("/gates/0/opensAt").isNull()).isTrue();
        assertThat(Instant.parse(ended.json().at("/gates/0/at").asText()))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(ended.json().at("/gates/1/state").asText()).isEqualTo("UNKNOWN");
        assertThat(ended.json().at("/gates/1/reason").asText())
                .isEqualTo("Nobody here knows the build's test results; --test-results hands them in");
        assertThat(ended.json().at("/gates/2/state").asText()).isEqualTo("PENDING");
        assertThat(ended.json().at("/gates/2/type").asText()).isEqualTo("command");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void anApprovalOpensTheGateForOneVersion() throws Exception {
        gates("{approval: {users: [Grace]}}");
        Ended refused = shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("Ada is not asked to approve for shop prod; asked are Grace");

        shell.with("GIT_AUTHOR_NAME", "Grace");
        Ended approved =
                shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0", "--reason", "read it");
        assertThat(approved.status()).as(approved.err()).isZero();
        assertThat(verdict(approved)).isEqualTo("APPROVED");
        assertThat(approved.json().at("/proposal").asText()).hasSize(64);

        shell.with("GIT_AUTHOR_NAME", "Ada");
        assertThat(toProd("1.2.0").status()).isEqualTo(1);
        Ended promoted = toProd("1.1.0");
        assertThat(verdict(promoted)).as(promoted.out()).isEqualTo("PROMOTED");
        assertThat(promoted.json().at("/gates/0/state").asText()).isEqualTo("OPEN");
        String commit = promoted.json().at("/commit").asText();
        assertThat(served.run("log", "-1", "--format=%B", commit))
                .contains("Gitops-Gates: approval (Approved by Grace)");
        assertThat(served.run("notes", "--ref", "gitops", "show", commit))
                .contains("\"type\":\"gate\"", "\"gate\":\"approval\"", "\"verdict\":\"OPEN\"");
    }

    @Test
    void severalInOneCommitAreHeldByTheGateOfOne() throws Exception {
        gates("{approval: {users: [Grace]}}");
        String before = tip();
        Ended held = toProd("1.1.0", "--application", "desk");
        assertThat(verdict(held)).isEqualTo("GATED");
        assertThat(held.json().at("/gates/0/name").asText()).isEqualTo("shop/approval");
        assertThat(held.json().at("/gates")).hasSize(1);
        assertThat(tip()).isEqualTo(before);

        shell.with("GIT_AUTHOR_NAME", "Grace");
        shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0");
        shell.with("GIT_AUTHOR_NAME", "Ada");
        Ended made = toProd("1.1.0", "--application", "desk");
        assertThat(verdict(made)).as(made.out()).isEqualTo("PROMOTED");
        assertThat(made.json().at("/files")).hasSize(2);
    }

    @Test
    void whoPromotesIsNotWhoApproves() throws Exception {
        gates("{approval: {users: [Ada, Grace]}}");
        assertThat(shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0")
                        .status())
                .isZero();
        Ended own = toProd("1.1.0");
        assertThat(own.status()).isEqualTo(1);
        assertThat(own.json().at("/reason").asText()).contains("that of Ada does not count, who promotes");
    }

    @Test
    void anApprovalIsRejectedLater() throws Exception {
        gates("{approval: {users: [Grace]}}");
        shell.with("GIT_AUTHOR_NAME", "Grace");
        shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0");
        assertThat(verdict(shop.run("approve", "--to", "prod", "--image", ServedShop.IMAGE + "1.1.0", "--reject")))
                .isEqualTo("REJECTED");
        shell.with("GIT_AUTHOR_NAME", "Ada");
        assertThat(toProd("1.1.0").status()).isEqualTo(1);
    }

    @Test
    void waitsUntilTheVersionHasSoaked() throws Exception {
        gates("{soak: 3s}");
        Instant since = Instant.now();
        String commit = liveInStaging("1.1.0", since);
        Ended promoted = shop.run("promote", "--to", "prod", "--from", "staging", "--wait-for-gates");
        assertThat(verdict(promoted)).as(promoted.out() + promoted.err()).isEqualTo("PROMOTED");
        Instant written = Instant.ofEpochSecond(
                Long.parseLong(served.run("log", "-1", "--format=%ct", "main").strip()));
        assertThat(Duration.between(since, written)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(served.run("log", "-1", "--format=%B", "main")).contains("Gitops-From: staging@" + commit);
    }

    @Test
    void doesNotWaitForWhatOpensTooLate() throws Exception {
        gates("{soak: 1h}");
        liveInStaging("1.1.0", Instant.now());
        String before = tip();
        Ended ended = toProd("1.1.0", "--wait-for-gates", "--timeout", "2s");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(verdict(ended)).isEqualTo("GATED");
        assertThat(ended.json().at("/gates/0/opensAt").asText()).isNotEmpty();
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void aDryRunShowsTheGatesBesideTheChange() throws Exception {
        gates("{approval: {users: [Grace]}}, {policy: \"manifests.size() == 1\"}");
        Ended ended = toProd("1.1.0", "--dry-run");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.json().at("/diff").asText()).contains("registry.example.com/web:1.1.0");
        assertThat(ended.json().at("/gates/0/state").asText()).isEqualTo("CLOSED");
        assertThat(ended.json().at("/gates/1/state").asText()).isEqualTo("OPEN");
        assertThat(toProd("1.1.0", "--dry-run", "--wait-for-gates").status()).isEqualTo(2);
    }

    @Test
    void asksTheClusterOfAnotherEnvironmentForDrift() throws Exception {
        gates("{drift: [staging]}, {admission: true}");
        assertThat(toProd("1.1.0").json().at("/gates/0/state").asText()).isEqualTo("UNKNOWN");
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC())) {
            shell.with(
                    "KUBECONFIG",
                    Files.writeString(folder.resolve("kubeconfig"), """
                    clusters: [{name: c, cluster: {server: "%s"}}]
                    users: [{name: u, user: {token: "%s"}}]
                    contexts: [{name: test, context: {cluster: c, user: u}}]
                    """.formatted(cluster.url(), cluster.token()))
                            .toString());
            Ended ended = toProd("1.1.0");
            assertThat(ended.json().at("/gates/0/state").asText()).isEqualTo("CLOSED");
            assertThat(ended.json().at("/gates/0/reason").asText())
                    .contains("staging does not run what Git says: Pod web desired, not live");
            assertThat(ended.json().at("/gates/1/state").asText()).isEqualTo("PENDING");
        }
    }

    @Test
    void noTagIsMadeWhileAGateIsClosed() throws Exception {
        gates("{approval: {users: [Grace]}}");
        String[] tag = {"--to", "released", "--commit", "main", "--version", "1.0.0"};
        Ended closed = shop.run("promote", tag);
        assertThat(closed.status()).isEqualTo(1);
        assertThat(closed.json().at("/gates/0/state").asText()).isEqualTo("CLOSED");
        assertThat(served.run("tag", "--list")).isEmpty();

        shell.with("GIT_AUTHOR_NAME", "Grace");
        Ended approved = shop.run("approve", "--to", "released", "--commit", "main");
        assertThat(approved.status()).as(approved.err()).isZero();
        shell.with("GIT_AUTHOR_NAME", "Ada");
        assertThat(verdict(shop.run("promote", tag))).isEqualTo("PROMOTED");
        assertThat(served.run("tag", "--list").strip()).isEqualTo("shop/v1.0.0");
        assertThat(served.run("cat-file", "tag", "shop/v1.0.0")).contains("Gitops-Gates: approval (Approved by Grace)");

        liveInStaging("1.1.0", Instant.now());
        assertThat(verdict(shop.run("promote", "--to", "released", "--commit", "main", "--version", "1.1.0")))
                .as("the approved manifests, at another commit")
                .isEqualTo("PROMOTED");
    }

    private String file(String name, String text) throws Exception {
        Path file = Files.createDirectories(folder.resolve("evidence")).resolve(name);
        return Files.writeString(file, text).toString();
    }

    private String reason(Ended ended) {
        return ended.json().at("/gates/0/reason").asText();
    }

    @Test
    void testsThatWereHandedInOpenAGate() throws Exception {
        gates("{tests: {least: 2}}");
        String first = file("TEST-a.xml", "<testsuite><testcase name='a'/></testsuite>");
        assertThat(reason(toProd("1.1.0", "--test-results", first)))
                .isEqualTo("Of the build's 1 test 1 ran, asked for are at least 2");
        String second = file("TEST-b.xml", "<testsuite><testcase name='b'><failure/></testcase></testsuite>");
        assertThat(reason(toProd("1.1.0", "--test-results", first, "--test-results", second)))
                .isEqualTo("Of the build's 2 tests 1 failed, allowed are 0");
        file("TEST-b.xml", "<testsuite><testcase name='b'/></testsuite>");
        file("notes.txt", "not one of them");
        Ended promoted =
                toProd("1.1.0", "--test-results", folder.resolve("evidence").toString());
        assertThat(verdict(promoted)).as(promoted.out()).isEqualTo("PROMOTED");
        assertThat(reason(promoted)).isEqualTo("2 tests ran, 0 failed");
    }

    @Test
    void resultsThatCannotBeReadOpenNothing() throws Exception {
        gates("{tests: {}}");
        String before = tip();
        String broken = file("TEST-a.xml", "<testsuite><testcase");
        Ended ended = toProd("1.1.0", "--test-results", broken);
        assertThat(ended.json().at("/gates/0/state").asText()).isEqualTo("UNKNOWN");
        assertThat(reason(ended)).isEqualTo(broken + ":1 is not well-formed, expected JUnit XML");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void aReportThatWasHandedInOpensAGate() throws Exception {
        gates("{scan: {report: trivy}}");
        assertThat(reason(toProd("1.1.0"))).isEqualTo("The build has handed in no report trivy");
        String scan = "{\"SchemaVersion\": 2, \"ArtifactName\": \"registry.example.com/web:%s\", \"Results\": []}";
        String report = file("web.json", scan.formatted("1.0.0"));
        assertThat(reason(toProd("1.1.0", "--scan-report", "grype=" + report)))
                .isEqualTo("The build has handed in no report trivy");
        assertThat(reason(toProd("1.1.0", "--scan-report", "trivy=" + report)))
                .isEqualTo("The report trivy is about registry.example.com/web:1.0.0,"
                        + " not about registry.example.com/web:1.1.0");
        file("web.json", scan.formatted("1.1.0"));
        Ended promoted = toProd("1.1.0", "--scan-report", "trivy=" + report);
        assertThat(verdict(promoted)).as(promoted.out()).isEqualTo("PROMOTED");
    }

    @Test
    void aProgramThatWasNamedDecides() throws Exception {
        gates("{command: {name: ticket, with: {queue: payments}}}");
        assertThat(reason(toProd("1.1.0"))).isEqualTo("No command ticket is defined here for shop");
        String program = file("ticket", """
                #!/bin/sh
                grep -o '"queue":"[a-z]*"' | tr -d '\n'
                echo " for $TICKETS, no ${GITOPS_PASSWORD:-password}"
                exit $(cat %s)
                """.formatted(file("answer", "1")));
        assertThat(new File(program).setExecutable(true)).isTrue();
        shell.with("TICKETS", "ops").with("GITOPS_PASSWORD", "s3cret");
        Ended closed = toProd("1.1.0", "--gate-command", "ticket=" + program);
        assertThat(closed.json().at("/gates/0/state").asText()).isEqualTo("CLOSED");
        assertThat(reason(closed)).isEqualTo("\"queue\":\"payments\" for ops, no password");
        file("answer", "0");
        Ended promoted = toProd("1.1.0", "--gate-command", "ticket=" + program);
        assertThat(verdict(promoted)).as(promoted.out()).isEqualTo("PROMOTED");
    }

    @Test
    void theGatesOfATagAskForTheSame() throws Exception {
        gates("{tests: {}}");
        String tested = file("TEST-a.xml", "<testsuite><testcase name='a'/></testsuite>");
        Ended tagged = shop.run(
                "promote", "--to", "released", "--commit", "main", "--version", "1.0.0", "--test-results", tested);
        assertThat(verdict(tagged)).as(tagged.out()).isEqualTo("PROMOTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--test-results none.xml|--test-results none.xml is not there; expected a file or folder of JUnit XML",
                "--scan-report trivy|--scan-report trivy: expected NAME=FILE",
                "--scan-report trivy=|--scan-report trivy=: expected NAME=FILE",
                "--scan-report trivy=none.json|--scan-report trivy=none.json: there is no file none.json",
                "--gate-command ticket=./none|--gate-command ticket=./none: expected a program that can be run",
            })
    void whatIsNotThereIsBadInput(String arguments, String sentence) throws Exception {
        gates("{tests: {}}");
        Ended ended = toProd("1.1.0", arguments.split(" "));
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence);
    }

    @Test
    void anEditAsksNoGates() throws Exception {
        gates("{tests: {}}");
        Ended ended = shell.run(
                "promote",
                "--repository",
                shop.url(),
                "--set",
                "prod/web.yaml#metadata.name=shop",
                "--test-results",
                folder.toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--test-results, --scan-report and --gate-command go with --application");
    }
}
