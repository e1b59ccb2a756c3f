package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.GitServer;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP, with a password; what came of it is read by git itself. */
@Timeout(60)
class PromoteCommandTest {
    private static final String PROD = """
            # production
            image:
              tag: '1.4.1'  # by hand
            replicas: 3
            """;

    @TempDir
    private Path folder;

    private GitServer server;
    private Program git;
    private Shell shell;
    private String url;

    @BeforeEach
    void serve() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Program writer = Program.git(work);
        writer.run("init", "-q", "-b", "main");
        Files.createDirectories(work.resolve("values"));
        Files.writeString(work.resolve("values/prod.yaml"), PROD);
        Files.writeString(
                work.resolve("secret.yaml"),
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  key: a\n");
        writer.run("add", ".");
        writer.run("commit", "-q", "-m", "Values");
        writer.run("clone", "-q", "--bare", ".", "../served/config.git");
        git = Program.git(folder.resolve("served/config.git"));
        git.run("config", "http.receivepack", "true");
        server = GitServer.start(folder.resolve("served"));
        url = server.url("config.git");
        shell = new Shell(folder).with("GITOPS_USERNAME", server.user()).with("GITOPS_PASSWORD", server.password());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesTheValueAndNoOtherByte() throws Exception {
        String before = tip();

        Ended ended = promote("--set", "values/prod.yaml#image.tag=1.4.2");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        JsonNode answer = ended.json();
        assertThat(answer.fieldNames())
                .toIterable()
                .containsExactly(
                        "verdict", "repository", "branch", "commit", "tree", "parent", "files", "attempts", "reason");
        assertThat(answer.at("/verdict").asText()).isEqualTo("PROMOTED");
        assertThat(answer.at("/repository").asText()).isEqualTo(url);
        assertThat(answer.at("/branch").asText()).isEqualTo("main");
        assertThat(answer.at("/commit").asText()).isEqualTo(tip());
        assertThat(answer.at("/parent").asText()).isEqualTo(before);
        assertThat(answer.at("/tree").asText())
                .isEqualTo(git.run("rev-parse", "main^{tree}").strip());
        assertThat(answer.at("/files/0").asText()).isEqualTo("values/prod.yaml");
        assertThat(answer.at("/attempts").asInt()).isEqualTo(1);
        assertThat(show("values/prod.yaml")).isEqualTo(PROD.replace("1.4.1", "1.4.2"));
        assertThat(git.run("log", "-1", "--format=%an <%ae> %s"))
                .isEqualTo("Ada <ada@example.com> Set image.tag in values/prod.yaml\n");
    }

    @Test
    void makesOneCommitOfSeveralValues() throws Exception {
        Ended ended = promote(
                "--set",
                "values/prod.yaml#image.tag=2.0.0",
                "--set-json",
                "values/prod.yaml#replicas=5",
                "--set",
                "values/dev.yaml#image.tag=1.10",
                "--create",
                "--message",
                "Release 2");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(git.run("rev-list", "--count", "main").strip()).isEqualTo("2");
        assertThat(show("values/prod.yaml"))
                .isEqualTo(PROD.replace("1.4.1", "2.0.0").replace("3", "5"));
        assertThat(show("values/dev.yaml")).contains("tag: \"1.10\"");
        assertThat(git.run("log", "-1", "--format=%s").strip()).isEqualTo("Release 2");
    }

    @Test
    void saysUnchangedWhereTheBranchAlreadyReadsSo() throws Exception {
        String before = tip();

        Ended ended = promote("--set", "values/prod.yaml#image.tag=1.4.1");

        assertThat(ended.status()).isZero();
        assertThat(ended.json().at("/verdict").asText()).isEqualTo("UNCHANGED");
        assertThat(ended.json().at("/commit").isNull()).isTrue();
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void pushesNothingOnADryRunAndKeepsSecretsOutOfTheDiff() throws Exception {
        String before = tip();

        Ended ended = promote(
                "--set",
                "values/prod.yaml#image.tag=1.4.2",
                "--set",
                "secret.yaml#stringData.key=verysecret",
                "--dry-run");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().at("/commit").isNull()).isTrue();
        assertThat(ended.json().at("/diff").asText())
                .contains("-  tag: '1.4.1'  # by hand", "+  tag: '1.4.2'  # by hand")
                .doesNotContain("verysecret");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void writesToTheBranchThatIsNamed() throws Exception {
        git.run("branch", "env/prod", "main");
        String main = tip();

        Ended ended = promote("--branch", "env/prod", "--set", "values/prod.yaml#image.tag=1.4.2");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(tip()).isEqualTo(main);
        assertThat(git.run("show", "env/prod:values/prod.yaml")).contains("1.4.2");
    }

    @Test
    void tellsPeopleInASentence() {
        Ended ended = shell.run("promote", "--repository", url, "--set", "values/prod.yaml#image.tag=1.4.2");

        assertThat(ended.out()).startsWith("PROMOTED ").contains(" on main of " + url, "values/prod.yaml");
    }

    @Test
    void cannotTellWhereNobodyAnswers() {
        server.close();

        Ended ended = promote("--set", "values/prod.yaml#image.tag=1.4.2");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).contains(url);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void cannotTellWhereThePasswordIsWrongAndNeverShowsIt() {
        Ended ended = shell.with("GITOPS_PASSWORD", "not-the-password")
                .run("promote", "--repository", url, "--set", "values/prod.yaml#image.tag=1.4.2");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).contains(url).doesNotContain("not-the-password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set values/none.yaml#a=1 | values/none.yaml is not there",
                "--set values/prod.yaml#image.none=1 | values/prod.yaml:3:3",
                "--set values/prod.yaml | is not FILE#PATH=VALUE",
                "--set values/prod.yaml#image..tag=1 | path 'image..tag', column 7",
                "--set-json values/prod.yaml#replicas=many | expected a number, true, false or null",
                "--branch nowhere --set values/prod.yaml#image.tag=2 | no branch \"nowhere\"",
                "--set ../values/prod.yaml#image.tag=2 | ..",
                "--set a.yaml#b=1 --application shop --to dev --image web=web:2 | Expected one of --set",
                "--application shop --to dev | Expected --application, --to and one of --image and --from together",
                "--application shop --branch main --to dev --image web=web:2 | --branch does not go with",
                "--set a.yaml#b=1 --from staging | Expected one of --set",
                "--application shop --to dev --from a --image web=web:2 | one of --image and --from",
                "--set a.yaml#b=1 --pull-request | --pull-request and --wait-for-merge go with --application",
                "--application a --to b --image c=d --no-pull-request --wait-for-merge | --wait-for-merge does not go with",
                "--set a.yaml#b=1 --wait-for-gates | --wait-for-gates goes with --application",
                "--application shop --to dev --image web=web:2 --timeout 1m | --timeout goes with --wait-for-gates",
                "--set a.yaml#b=1 --force | --force and --reason go together",
                "--set a.yaml#b=1 --force --reason x | go with --application",
                "--batch none.jsonl | none.jsonl cannot be read",
                "--nonsense | Unknown option: '--nonsense'",
            })
    void refusesBadInputWithASentence(String arguments, String sentence) throws Exception {
        String before = tip();

        Ended ended = promote(arguments.split(" "));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void promotesABatchAsIfFromManyBuilds() throws Exception {
        git.run("branch", "env/prod", "main");
        Path batch = folder.resolve("batch.jsonl");
        List<String> lines = IntStream.range(0, 12)
                .mapToObj(i -> ("{\"id\": \"b%d\", \"branch\": \"%s\", \"create\": true,"
                                + " \"set\": {\"apps/%d.yaml#image.tag\": \"v%d\"}}")
                        .formatted(i, i % 2 == 0 ? "main" : "env/prod", i, i))
                .toList();
        Files.write(batch, lines);

        Ended ended = shell.run("promote", "--repository", url, "--batch", batch.toString(), "--parallel", "6");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.lines()).hasSize(12).allSatisfy(line -> {
            assertThat(line.at("/verdict").asText()).isEqualTo("PROMOTED");
            assertThat(line.at("/millis").isNumber()).isTrue();
            assertThat(line.at("/id").asText()).startsWith("b");
        });
        for (int i = 0; i < 12; i++) {
            String branch = i % 2 == 0 ? "main" : "env/prod";
            assertThat(git.run("show", branch + ":apps/" + i + ".yaml")).contains("tag: v" + i);
        }
        assertThat(git.run("rev-list", "--count", "main").strip()).isEqualTo("7");
    }

    @Test
    void endsABatchWithTheHighestOfItsItems() throws Exception {
        Path batch = folder.resolve("batch.jsonl");
        Files.writeString(batch, """
                {"id": "good", "set": {"values/prod.yaml#image.tag": "2"}, "message": "Two"}

                {"id": "bad", "set": {"values/none.yaml#image.tag": "2"}}
                """);

        Ended ended = shell.run("promote", "--repository", url, "--batch", batch.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.lines()).hasSize(2);
        JsonNode bad = ended.lines().stream()
                .filter(line -> line.at("/id").asText().equals("bad"))
                .findFirst()
                .orElseThrow();
        assertThat(bad.at("/verdict").isNull()).isTrue();
        assertThat(bad.at("/reason").asText()).contains("values/none.yaml");
        assertThat(git.run("log", "-1", "--format=%s").strip()).isEqualTo("Two");
    }

    @Test
    void anOlderItemOfAStreamIsSuperseded() throws Exception {
        Path batch = folder.resolve("batch.jsonl");
        Files.writeString(batch, """
                {"id": "new", "set": {"values/prod.yaml#image.tag": "18"}, "stream": "web", "order": 18}
                {"id": "old", "set": {"values/prod.yaml#image.tag": "17"}, "stream": "web", "order": 17}
                {"id": "version", "set": {"values/prod.yaml#image.other": "1"}, "create": true, "stream": "api", "order": "1.10.0"}
                {"id": "older", "set": {"values/prod.yaml#image.other": "2"}, "create": true, "stream": "api", "order": "1.9.0"}
                """);

        Ended ended = shell.run("promote", "--repository", url, "--batch", batch.toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines())
                .extracting(line ->
                        line.at("/id").asText() + " " + line.at("/verdict").asText())
                .containsExactlyInAnyOrder("new PROMOTED", "old SUPERSEDED", "version PROMOTED", "older SUPERSEDED");
        assertThat(show("values/prod.yaml")).contains("tag: '18'").doesNotContain("17");
    }

    @Test
    void promotesNothingOfABatchWithAMistake() throws Exception {
        String before = tip();
        Path batch = folder.resolve("batch.jsonl");
        Files.writeString(batch, """
                {"id": "a", "set": {"values/prod.yaml#image.tag": "2"}}
                {"id": "b", "set": {"values/prod.yaml#image.tag": "2"}, "order": 17}
                {"id": "a", "set": {"values/prod.yaml#image.tag": "2"}}
                {"set": {"values/prod.yaml#image.tag": "2"}}
                {"id": "c", "set": {}}
                {"id": "d", "set": {"values/prod.yaml": "2"}}
                {"id": "e", "sets": {}}
                {"id": "f", "set": {"values/prod.yaml#image.tag": "2"}, "stream": "web", "order": "latest"}
                nonsense
                """);

        Ended ended = shell.run("promote", "--repository", url, "--batch", batch.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        batch + ":2: an 'order' is one among those of a 'stream'",
                        batch + ":3: a second promotion with the id a",
                        batch + ":4: expected an 'id'",
                        batch + ":5: expected 'set'",
                        batch + ":6: ",
                        batch + ":7: unknown key 'sets'",
                        batch + ":8: 'order' is a whole number or a semantic version",
                        batch + ":9: column ");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void promotesIntoALocalPath() throws Exception {
        Ended ended = shell.run(
                "promote",
                "--repository",
                folder.resolve("served/config.git").toString(),
                "--set",
                "values/prod.yaml#image.tag=9");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(show("values/prod.yaml")).contains("tag: '9'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"served/nowhere.git", "served", "work/values/prod.yaml"})
    void refusesALocalPathWithoutARepository(String path) {
        for (String command :
                List.of("promote --set values/prod.yaml#image.tag=9", "log --application a", "validate")) {
            Ended ended = shell.run(("%s --repository %s/%s".formatted(command, folder, path)).split(" "));

            assertThat(ended.status()).as(ended.err()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("There is no ", folder + "/" + path)
                    .doesNotContain("\tat ");
        }
    }

    private Ended promote(String... arguments) {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"promote", "--repository", url, "-o", "json"}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return shell.run(all);
    }

    private String tip() throws Exception {
        return git.run("rev-parse", "main").strip();
    }

    private String show(String file) throws Exception {
        return git.run("show", "main:" + file);
    }
}
