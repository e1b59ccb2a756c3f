package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidateCommandTest {
    private static final String GOOD = """
            applications:
              - name: shop
                environments:
                  - name: dev
                    folder: envs/dev
                    destination: {cluster: dev}
                  - name: prod
                    branch: env/prod
                    destination: {cluster: prod}
            """;

    @TempDir
    private Path folder;

    @Test
    void saysWhatAGoodFileDeclares() throws IOException {
        Ended ended = validate(GOOD);

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualToIgnoringNewLines("shop: dev, prod");
    }

    @Test
    void namesEveryMistakeWithItsPlace() throws IOException {
        Ended ended = validate(GOOD.replace("folder:", "foldr:").replace("branch: env/prod", "branch: \"a..b\""));

        assertThat(ended.status()).isEqualTo(2);
        String file = folder.resolve("gitops.yaml").toString();
        assertThat(ended.out()).contains(file + ":5:9: found ", file + ":8:17: found ", "expected");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void namesThemForProgramsToo() throws IOException {
        Ended ended = validate(GOOD.replace("folder:", "foldr:"), "-o", "json");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.json().at("/valid").asBoolean()).isFalse();
        assertThat(ended.json().at("/mistakes/0").fieldNames())
                .toIterable()
                .containsExactly("file", "line", "column", "found", "expected");
        assertThat(ended.json().at("/mistakes/0/line").asInt()).isGreaterThan(3);
    }

    @Test
    void readsEveryFileOfARepositorysDefaultBranch() throws Exception {
        Program git = Program.git(folder);
        git.run("init", "-q", "-b", "main");
        Files.writeString(folder.resolve("gitops.yaml"), GOOD);
        Files.createDirectories(folder.resolve("team"));
        Files.writeString(
                folder.resolve("team/gitops.yaml"),
                GOOD.replace("shop", "mail").replace("env", "mail-env").replace("mail-environments", "environments"));
        git.run("add", ".");
        git.run("commit", "-q", "-m", "Two applications");

        Ended ended = new Shell(folder).run("validate", "--repository", folder.toString(), "-o", "json");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().at("/valid").asBoolean()).isTrue();
        assertThat(ended.json().at("/applications").findValuesAsText("name")).containsExactly("shop", "mail");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "validate | Expected either --repository or --file",
                "validate --file a --repository b | Expected either --repository or --file",
                "validate --file none.yaml | none.yaml does not exist",
                "validate --repository ftp://x/y | Expected the https or ssh URL",
            })
    void refusesBadUsageWithASentence(String arguments, String sentence) {
        Ended ended = new Shell(folder).run(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence);
        assertThat(ended.out()).isEmpty();
    }

    private Ended validate(String content, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("gitops.yaml"), content);
        String[] all = new String[arguments.length + 3];
        System.arraycopy(new String[] {"validate", "--file", file.toString()}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Shell(folder).run(all);
    }
}
