package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The history of an application, of promotions made by the command and verdicts written by git itself. */
@Timeout(60)
class LogCommandTest {
    private static final String CONFIGURATION = """
            defaults: {delivery: external}
            applications:
              - name: shop
                environments:
                  - {name: dev, folder: envs/dev}
                  - {name: prod, branch: env/prod, path: envs/prod}
                  - {name: later, branch: env/later}
            """;

    @TempDir
    private Path folder;

    private ServedShop shop;
    private Program served;
    private Shell shell;

    @BeforeEach
    void prepare() throws Exception {
        shop = new ServedShop(folder, "envs/dev", "envs/prod");
        served = shop.serve(CONFIGURATION, "env/prod");
        shell = shop.shell;
    }

    private String promote(String environment, String version) {
        Ended ended = shop.run("promote", "--to", environment, "--image", ServedShop.IMAGE + version);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended.json().at("/commit").asText();
    }

    private void verdict(String commit, String environment, String verdict, Instant time) throws Exception {
        shop.saw(verdict, commit, environment, time);
    }

    private Ended log(String... more) {
        List<String> arguments = new ArrayList<>(List.of("log", "--repository", shop.url(), "--application", "shop"));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    @Test
    void tellsWhatWasDoneAndWhatCameOfIt() throws Exception {
        String dev = promote("dev", "1.1.0");
        String prod = promote("prod", "1.1.0");
        Instant now = Instant.now();
        verdict(dev, "dev", "LIVE", now);
        verdict(prod, "prod", "DEGRADED", now);

        Ended ended = log("-o", "json");
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode answer = ended.json();
        assertThat(answer.fieldNames()).toIterable().containsExactly("application", "changes", "figures");
        assertThat(answer.at("/changes/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "action",
                        "environment",
                        "version",
                        "commit",
                        "promotion",
                        "by",
                        "build",
                        "reason",
                        "forced",
                        "from",
                        "gates",
                        "committed",
                        "live",
                        "degraded",
                        "undoes",
                        "undoneBy");
        assertThat(answer.findValuesAsText("commit")).containsExactlyInAnyOrder(prod, dev);
        assertThat(answer.at("/changes/0/by").asText()).isEqualTo("Ada");
        JsonNode figures = answer.at("/figures");
        assertThat(figures.findValuesAsText("environment")).containsExactly("dev", "prod", "later");
        assertThat(figures.at("/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "environment",
                        "from",
                        "to",
                        "deployments",
                        "failures",
                        "deploymentsPerDay",
                        "leadTimeSeconds",
                        "changeFailureRate",
                        "timeToRestoreSeconds");
        assertThat(figures.at("/0/changeFailureRate").asDouble()).isZero();
        assertThat(figures.at("/1/changeFailureRate").asDouble()).isOne();
        assertThat(figures.at("/1/leadTimeSeconds").isNull()).isTrue();
        assertThat(figures.at("/2/deployments").isNull()).as("not known").isTrue();
        assertThat(ended.err()).contains("env/later");
    }

    @Test
    void tellsPeopleInALineAChange() throws Exception {
        String dev = promote("dev", "1.1.0");
        promote("dev", "1.2.0");
        verdict(dev, "dev", "LIVE", Instant.now().plusSeconds(60));

        Ended ended = log("--environment", "dev", "--limit", "1", "--since", "7d");
        assertThat(ended.out().lines()).hasSize(2);
        assertThat(ended.out().lines().findFirst().orElse(""))
                .contains("  dev  promotion ", "1.2.0", " by Ada")
                .doesNotContain("live");
        assertThat(ended.out()).contains("dev, 7d: ", "time to restore not known");
        assertThat(log("--environment", "dev").out()).contains("live after ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log --application shop | Expected --repository and --application",
                "log --repository R --application mail | no application named \"mail\"",
                "log --repository R --application shop --environment qa | named \"qa\"",
                "log --repository R --application shop --limit 0 | --limit must be at least 1",
                "log --repository R --application shop --since soon | a duration such as"
            })
    void refusesBadInputWithASentence(String arguments, String sentence) {
        String repository = shop.url();
        Ended ended = shell.run(arguments.replace(" R ", " " + repository + " ").split(" "));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void cannotTellWhereTheRepositoryIsSilent() {
        Ended ended = shell.run("log", "--repository", "http://127.0.0.1:1/config.git", "--application", "shop");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void promotionsAreToldToTheAuditLog() throws Exception {
        Path log = folder.resolve("audit.jsonl");
        shell.with("GITOPS_AUDIT_LOG", log.toString());
        String commit = promote("dev", "1.1.0");

        assertThat(Files.readAllLines(log))
                .singleElement()
                .asString()
                .contains("\"type\":\"promotion\"", "\"verdict\":\"PROMOTED\"", commit, "\"by\":\"Ada\"");
    }
}
