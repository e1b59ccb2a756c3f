package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promoting by pull request, on a real Gitea. */
@OnGitea
@Timeout(300)
class PullRequestCommandTest {
    private static final String WEB =
            "kind: Deployment\nspec: {template: {spec: {containers: [{image: \"web:1\"}]}}}\n";

    @TempDir
    private Path folder;

    private final Gitea gitea;
    private GiteaRepository repository;
    private Shell shell;

    PullRequestCommandTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void create() throws Exception {
        repository = GiteaRepository.create(gitea);
        repository.commit("main", "gitops.yaml", """
                applications:
                  - name: shop
                    environments:
                      - {name: dev, folder: dev, delivery: external}
                      - {name: prod, folder: prod, delivery: external, pullRequest: {merge: automatic}}
                      - name: gated
                        folder: gated
                        delivery: external
                        pullRequest: {merge: automatic}
                        gates: [{window: {deny: [{schedule: "* * * * *", duration: 2h}]}}]
                  - name: desk
                    environments: [{name: prod, folder: desk, delivery: external}]
                """);
        repository.commit("main", "desk/web.yaml", WEB);
        repository.commit("main", "gated/web.yaml", WEB);
        repository.commit("main", "dev/web.yaml", WEB);
        repository.commit("main", "prod/web.yaml", WEB);
        shell = new Shell(folder)
                .with("GITOPS_USERNAME", gitea.admin())
                .with("GITOPS_PASSWORD", gitea.token())
                .with("GITOPS_FORGE", "gitea")
                .with("GITOPS_FORGE_URL", gitea.api().toString());
    }

    private Ended promote(String url, String arguments) {
        return shell.run(
                ("promote -o json --repository " + url + " --application shop --image web=2 " + arguments).split(" "));
    }

    @Test
    void opensOneWithoutWaiting() throws Exception {
        Ended ended = promote(repository.url(), "--to dev --pull-request");

        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode answer = ended.json();
        assertThat(answer.path("verdict").textValue()).isEqualTo("GATED");
        assertThat(answer.path("branch").textValue()).isEqualTo("main");
        assertThat(answer.path("commit").textValue()).isEqualTo(repository.tip("gitops/promote/shop/dev"));
        assertThat(answer.path("pullRequest"))
                .isEqualTo(Shell.Ended.read("""
                        {"number":1,"url":"%s/pulls/1","state":"open"}""".formatted(repository.url().replace(".git", ""))));
        assertThat(repository.read("main", "dev/web.yaml")).isEqualTo(WEB);
    }

    @Test
    void mergesItWhereGitopsYamlSaysSo() throws Exception {
        Ended ended = promote(repository.url(), "--to prod");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().path("verdict").textValue()).isEqualTo("PROMOTED");
        assertThat(ended.json().at("/pullRequest/state").textValue()).isEqualTo("merged");
        assertThat(ended.json().path("commit").textValue()).isEqualTo(repository.tip("main"));
        Ended again = promote(repository.url(), "--to prod");
        assertThat(again.json().path("verdict").textValue()).isEqualTo("UNCHANGED");
        assertThat(again.json().has("pullRequest")).isFalse();
        assertThat(repository.json("/pulls?state=all")).hasSize(1);
    }

    @Test
    void mergesSeveralApplicationsAtOnce() throws Exception {
        Ended ended = promote(repository.url(), "--application desk --to prod");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().path("verdict").textValue()).isEqualTo("PROMOTED");
        assertThat(ended.json().path("files"))
                .extracting(JsonNode::textValue)
                .containsExactly("desk/web.yaml", "prod/web.yaml");
        assertThat(repository.json("/pulls?state=all")).hasSize(1);
    }

    @Test
    void endsWithNoWhereNobodyMergesIt() throws Exception {
        Ended ended = promote(repository.url(), "--to dev --wait-for-merge=1s");

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.json().path("verdict").textValue()).isEqualTo("GATED");
        assertThat(ended.json().path("reason").textValue()).contains("was not merged in time");
        assertThat(ended.json().at("/pullRequest/state").textValue()).isEqualTo("open");
    }

    @Test
    void mergesNothingBeforeItsGatesAreOpen() throws Exception {
        Ended ended = promote(repository.url(), "--to gated --wait-for-merge=20s");

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.json().path("verdict").textValue()).isEqualTo("GATED");
        assertThat(ended.json().path("reason").textValue())
                .contains("was not merged in time")
                .contains("window");
        assertThat(ended.json().at("/pullRequest/state").textValue()).isEqualTo("open");
        assertThat(ended.json().at("/gates/0/state").textValue()).isEqualTo("CLOSED");
        JsonNode shown = repository.json("/commits/" + repository.tip("gitops/promote/shop/gated") + "/statuses");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).path("context").textValue()).isEqualTo("gitops/window");
        assertThat(shown.get(0).path("status").textValue()).isEqualTo("pending");
        assertThat(repository.read("main", "gated/web.yaml")).isEqualTo(WEB);
    }

    @Test
    void aDryRunOpensNone() throws Exception {
        Ended ended = promote(repository.url(), "--to dev --pull-request --dry-run");

        assertThat(ended.json().path("diff").textValue())
                .contains("+spec: {template: {spec: {containers: [{image: \"web:2\"}]}}}");
        assertThat(repository.json("/pulls?state=all")).isEmpty();
    }

    @Test
    void anotherTokenMayBeGivenForTheHost() throws Exception {
        shell.with("GITOPS_FORGE_TOKEN", "none-of-its-own");

        Ended ended = promote(repository.url(), "--to dev --pull-request");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).contains("the token is not accepted").doesNotContain("none-of-its-own", gitea.token());
        assertThat(ended.out()).isEmpty();
    }

    /** Each line: the variables of the host; what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | Nothing is known of pull requests at",
                "gitea | '' | both or neither",
                "gittea | https://git.example.com/api/v1 | A Git host is one of github, gitlab",
                "gitea | http://git.example.com/api/v1 | Plain http sends the token in the open",
            })
    void saysWhereThereIsNoHost(String kind, String api, String sentence) {
        shell.with("GITOPS_FORGE", kind).with("GITOPS_FORGE_URL", api);

        Ended ended = promote(repository.url(), "--to dev --pull-request");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void theGuidePrintsWhatItSays() throws Exception {
        String page = repository.url().replace(".git", "");
        String basic = Base64.getEncoder()
                .encodeToString((gitea.admin() + ":" + gitea.token()).getBytes(StandardCharsets.UTF_8));
        ConsoleGuide guide = new ConsoleGuide(
                        "pull-requests",
                        folder.resolve("guide"),
                        shell,
                        repository.url(),
                        Map.of(page, "https://git.example.com/acme/config"))
                .with("GIT_CONFIG_COUNT", "1")
                .with("GIT_CONFIG_KEY_0", "http.extraHeader")
                .with("GIT_CONFIG_VALUE_0", "Authorization: Basic " + basic);
        guide.writeFiles();
        guide.sh("git init -q -b main . && git add . && git commit -qm Start && git remote add origin \"$URL\""
                + " && git push -qf origin main");

        guide.printsWhatItSays();
    }
}
