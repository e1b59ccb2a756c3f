package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From environment to environment, back, held and released: by the command, with verdicts written by git itself. */
@Timeout(120)
class ChangeCommandsTest {
    private static final String CONFIGURATION = """
            defaults: {delivery: external}
            applications:
              - name: shop
                environments:
                  - {name: dev, folder: envs/dev}
                  - {name: staging, folder: envs/staging}
                  - {name: prod, branch: env/prod, path: manifests}
                  - {name: released, tag: v*, path: envs/staging, after: [staging]}
              - name: mail
                environments: [{name: dev, folder: envs/mail}]
            """;

    @TempDir
    private Path folder;

    private ServedShop shop;
    private Program served;
    private Shell shell;

    @BeforeEach
    void prepare() throws Exception {
        shop = new ServedShop(folder, "envs/dev", "envs/staging", "envs/mail", "manifests");
        served = shop.serve(CONFIGURATION, "env/prod");
        shell = shop.shell;
    }

    private String promoted(String... more) {
        Ended ended = shop.run("promote", more);
        assertThat(ended.status()).as(ended.err() + ended.out()).isZero();
        assertThat(ended.json().at("/verdict").asText()).isEqualTo("PROMOTED");
        return ended.json().at("/commit").asText();
    }

    private String toDev(String version) {
        return promoted("--to", "dev", "--image", "registry.example.com/web=" + version);
    }

    private void live(String commit, String environment) throws Exception {
        shop.saw("LIVE", commit, environment, Instant.now());
    }

    private String prod() throws Exception {
        return served.run("show", "env/prod:manifests/web.yaml");
    }

    @Test
    void allowsDriftUntilATimeAndEndsThat() throws Exception {
        String[] scope = {"--environment", "prod", "--resource", "Deployment/web", "--field", "/spec/replicas"};
        assertThat(shop.run("lease", scope).status()).isEqualTo(2);
        Ended allowed = shop.run("lease", with(scope, "--for", "2h", "--reason", "Black \"Friday\""));

        assertThat(allowed.status()).as(allowed.err()).isZero();
        String file = allowed.json().at("/files/0").asText();
        assertThat(file)
                .startsWith(".gitops/_leases/Deployment-web-of-shop-prod-")
                .endsWith(".yaml");
        assertThat(served.run("show", "main:" + file))
                .contains("  application: \"shop\"\n  environment: \"prod\"\n  resource: \"Deployment/web\"\n"
                        + "  fields: [\"/spec/replicas\"]\n  by: \"Ada\"\n  reason: \"Black \\\"Friday\\\"\"\n");
        assertThat(served.run("log", "-1", "--format=%B", "main")).contains("Gitops-Action: lease");

        Ended longer = shop.run("lease", with(scope, "--for", "3h", "--reason", "longer"));
        assertThat(longer.json().at("/files/0").asText()).isEqualTo(file);
        assertThat(shop.run("lease", "--environment", "prod", "--end")
                        .json()
                        .at("/verdict")
                        .asText())
                .as("another scope")
                .isEqualTo("UNCHANGED");
        assertThat(shop.run("lease", with(scope, "--end")).json().at("/verdict").asText())
                .isEqualTo("PROMOTED");
        assertThat(served.run("ls-tree", "-r", "--name-only", "main")).doesNotContain("_leases");
    }

    @ParameterizedTest
    @CsvSource({
        "--field, spec.replicas, 2h, sale, found 'spec.replicas'",
        "--resource, deployment/web, 2h, sale, found 'deployment/web'",
        "--resource, Deployment/web, 2h, ' ', 'a reason, and it is empty'",
        "--resource, Deployment/web, 9999999d, sale, expected a time before the year 10000"
    })
    void aLeaseThatNobodyCouldReadIsNotPushed(String option, String value, String time, String reason, String sentence)
            throws Exception {
        String before = served.run("rev-parse", "main");
        Ended refused = shop.run("lease", "--environment", "prod", option, value, "--for", time, "--reason", reason);

        assertThat(refused.status()).as(refused.out()).isEqualTo(2);
        assertThat(refused.err()).contains(sentence);
        assertThat(served.run("rev-parse", "main")).isEqualTo(before);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void promotesWhatTheEnvironmentBeforeHasProved() throws Exception {
        String proved = toDev("1.1.0");
        Ended unproved = shop.run("promote", "--to", "staging", "--from", "dev");
        assertThat(unproved.status()).isEqualTo(1);
        assertThat(unproved.json().at("/verdict").asText()).isEqualTo("GATED");
        assertThat(unproved.json().at("/reason").asText()).contains("No version of shop was proved live in dev");

        live(proved, "dev");
        toDev("1.2.0");
        promoted("--to", "staging", "--from", "dev");
        assertThat(served.run("show", "main:envs/staging/web.yaml")).contains("web:1.1.0");

        Ended skipping = shop.run("promote", "--to", "prod", "--from", "dev");
        assertThat(skipping.status()).isEqualTo(2);
        assertThat(skipping.err()).contains("prod comes after staging, not after dev");
        promoted("--to", "prod", "--from", "dev", "--force", "--reason", "a hotfix");
        assertThat(prod()).contains("web:1.1.0");
        assertThat(served.run("log", "-1", "--format=%B", "env/prod"))
                .contains("Gitops-From: dev@" + proved, "Gitops-Reason: a hotfix");
    }

    @Test
    void tagsWhatTheEnvironmentBeforeHasProved() throws Exception {
        String proved = promoted("--to", "staging", "--image", "registry.example.com/web=1.1.0");
        live(proved, "staging");
        promoted("--to", "staging", "--image", "registry.example.com/web=1.2.0");
        assertThat(promoted("--to", "released", "--from", "staging", "--version", "1.1.0"))
                .isEqualTo(proved);
        assertThat(served.run("rev-parse", "v1.1.0^{commit}").strip()).isEqualTo(proved);

        assertThat(shop.run("hold", "--environment", "released", "--reason", "a sale")
                        .status())
                .isZero();
        live(served.run("rev-parse", "main~1").strip(), "staging");
        Ended held = shop.run("promote", "--to", "released", "--from", "staging", "--bump", "minor");
        assertThat(held.json().at("/reason").asText())
                .contains("released of shop is held at registry.example.com/web:1.1.0");
    }

    @Test
    void promotesSeveralApplicationsInOneCommit() throws Exception {
        String commit = promoted("--application", "mail", "--to", "dev", "--image", "registry.example.com/web=2");
        assertThat(served.run("show", "--format=", "--name-only", commit))
                .isEqualTo("envs/dev/web.yaml\nenvs/mail/web.yaml\n");
        assertThat(served.run("log", "-1", "--format=%B", commit))
                .contains("Gitops-Application: shop", "Gitops-Application: mail");
    }

    @Test
    void anOlderOrderIsSuperseded() throws Exception {
        promoted("--to", "dev", "--image", "registry.example.com/web=18", "--order", "18");
        Ended older = shop.run("promote", "--to", "dev", "--image", "registry.example.com/web=17", "--order", "17");
        assertThat(older.status()).isEqualTo(1);
        assertThat(older.json().at("/verdict").asText()).isEqualTo("SUPERSEDED");
    }

    @Test
    void rollsBackHoldsAndReleases() throws Exception {
        String image = "registry.example.com/web=";
        live(promoted("--to", "prod", "--image", image + "1.1.0"), "prod");
        String bad = promoted("--to", "prod", "--image", image + "1.2.0");
        live(bad, "prod");

        Ended rolled = shop.run("rollback", "--environment", "prod", "--reason", "it leaks");
        assertThat(rolled.status()).as(rolled.err()).isZero();
        assertThat(prod()).contains("web:1.1.0");
        assertThat(served.run("log", "-1", "--format=%B", "env/prod"))
                .contains("Gitops-Action: rollback", "Gitops-Undoes: " + bad, "Gitops-Reason: it leaks");

        Ended held = shop.run("promote", "--to", "prod", "--image", image + "1.3.0");
        assertThat(held.status()).isEqualTo(1);
        assertThat(held.json().at("/reason").asText()).contains("is held at registry.example.com/web:1.1.0");
        Ended quarantined = shop.run("promote", "--to", "dev", "--image", image + "1.2.0");
        assertThat(quarantined.json().at("/verdict").asText()).isEqualTo("GATED");

        assertThat(shop.run("release", "--environment", "prod").status()).isZero();
        promoted("--to", "prod", "--image", image + "1.3.0");
        assertThat(shop.run("release", "--environment", "dev", "--quarantined", "registry.example.com/web:1.2.0")
                        .status())
                .isZero();
        toDev("1.2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "dev"})
    void whatIsDoneIsToldByTheLogAndTheAuditLog(String environment) throws Exception {
        Path audit = folder.resolve("audit.jsonl");
        shell.with("GITOPS_AUDIT_LOG", audit.toString());
        String image = "registry.example.com/web=";
        live(promoted("--to", environment, "--image", image + "1.1.0"), environment);
        promoted("--to", environment, "--image", image + "1.2.0");
        shop.run("rollback", "--environment", environment, "--reason", "it leaks", "--dry-run");
        shop.run("rollback", "--environment", environment, "--reason", "it leaks");
        shop.run("release", "--environment", environment);

        List<String> told = new ArrayList<>();
        shop.run("log", "--environment", environment)
                .json()
                .at("/changes")
                .forEach(change -> told.add(change.at("/action").asText() + " "
                        + change.at("/environment").asText() + " "
                        + change.at("/version").asText()));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "release " + environment + " null",
                        "quarantine null registry.example.com/web:1.2.0",
                        "rollback " + environment + " registry.example.com/web:1.1.0",
                        "promotion " + environment + " registry.example.com/web:1.2.0",
                        "promotion " + environment + " registry.example.com/web:1.1.0");
        assertThat(Files.readAllLines(audit))
                .extracting(line -> line.replaceAll(".*\"type\":\"(\\w+)\".*", "$1"))
                .containsExactly("promotion", "promotion", "rollback", "quarantine", "release");
    }

    @Test
    void aBatchIsToldToTheAuditLog() throws Exception {
        Path audit = folder.resolve("audit.jsonl");
        shell.with("GITOPS_AUDIT_LOG", audit.toString());
        Path batch = Files.writeString(
                folder.resolve("batch.jsonl"),
                "{\"id\": \"one\", \"set\": {\"envs/dev/web.yaml#metadata.name\": \"web2\"}}\n"
                        + "{\"id\": \"two\", \"set\": {\"envs/dev/none.yaml#a\": \"b\"}}\n");
        Ended ended = shell.run("promote", "--repository", shop.url(), "--batch", batch.toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.lines()).hasSize(2);
        assertThat(Files.readAllLines(audit)).singleElement().asString().contains("\"verdict\":\"PROMOTED\"");
    }

    @Test
    void holdsForAWhile() throws Exception {
        Ended dry = shop.run("hold", "--environment", "dev", "--reason", "holidays", "--for", "3d", "--dry-run");
        assertThat(dry.json().at("/diff").asText()).contains(".gitops/shop/dev.yaml", "holidays");
        assertThat(shop.run("hold", "--environment", "dev", "--reason", "holidays", "--for", "3d")
                        .status())
                .isZero();
        assertThat(served.run("show", "main:.gitops/shop/dev.yaml")).contains("reason: holidays", "until: ");
        assertThat(shop.run("promote", "--to", "dev", "--image", "registry.example.com/web=2")
                        .status())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollback --environment prod | --reason",
                "rollback --environment prod --reason x | No other version of shop was proved healthy in prod",
                "rollback --environment prod --reason x --to 9.9 | There is no commit 9.9",
                "hold --environment nowhere --reason x | no environment of shop named",
                "release --environment | --environment",
            })
    void refusesBadInputWithASentence(String arguments, String sentence) {
        String[] words = arguments.split(" ");
        String[] more = new String[words.length - 1];
        System.arraycopy(words, 1, more, 0, more.length);
        Ended ended = shop.run(words[0], more);
        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence).doesNotContain("\tat ");
    }
}
