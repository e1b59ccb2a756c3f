package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a repository's URL to its host's API. */
class ForgesTest {
    private final Forges forges = new Forges(Clock.systemUTC(), null);

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/config.git, GITHUB, https://api.github.com, acme/config",
        "git@github.com:acme/config.git, GITHUB, https://api.github.com, acme/config",
        "ssh://git@ssh.github.com:443/acme/config.git, GITHUB, https://api.github.com, acme/config",
        "https://octo.ghe.com/acme/config, GITHUB, https://api.octo.ghe.com, acme/config",
        "https://gitlab.com/Acme/Team/config.git, GITLAB, https://gitlab.com/api/v4, Acme/Team/config",
        "git@gitlab.com:acme/config.git, GITLAB, https://gitlab.com/api/v4, acme/config",
        "https://bitbucket.org/acme/config.git, BITBUCKET_CLOUD, https://api.bitbucket.org/2.0, acme/config",
        "https://codeberg.org/acme/config, GITEA, https://codeberg.org/api/v1, acme/config",
        "https://dev.azure.com/acme/My%20Shop/_git/config, AZURE_DEVOPS, https://dev.azure.com/acme, My Shop/config",
        "https://acme@dev.azure.com/acme/_git/config, AZURE_DEVOPS, https://dev.azure.com/acme, config/config",
        "git@ssh.dev.azure.com:v3/acme/shop/config, AZURE_DEVOPS, https://dev.azure.com/acme, shop/config",
        "https://acme.visualstudio.com/shop/_git/config, AZURE_DEVOPS, https://dev.azure.com/acme, shop/config",
        "https://acme.visualstudio.com/DefaultCollection/_git/config, AZURE_DEVOPS, https://dev.azure.com/acme, config/config",
        "https://acme.visualstudio.com/_git/config, AZURE_DEVOPS, https://dev.azure.com/acme, config/config"
    })
    void recognisesPublicHosts(String url, ForgeKind kind, String api, String names) throws Exception {
        GitUrl repository = GitUrl.of(url);
        ForgeServer server = Forges.publicHost(repository).orElseThrow();

        assertThat(server).isEqualTo(new ForgeServer(kind, URI.create(api)));
        assertThat(String.join("/", RepositoryAddress.of(repository).names(server)))
                .isEqualTo(names);
        assertThat(forges.forge(repository, ForgeToken.none()).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.test/acme/config.git, GITHUB, https://git.test/api/v3, acme/config",
        "https://git.test/gitlab/acme/team/config.git, GITLAB, https://git.test/gitlab/api/v4, acme/team/config",
        "ssh://git@git.test:2222/acme/config.git, GITLAB, https://git.test/gitlab/api/v4, acme/config",
        "https://git.test/gitea/acme/config, GITEA, https://git.test/gitea/api/v1, acme/config",
        "https://git.test/bitbucket/scm/SHOP/config.git, BITBUCKET_DATA_CENTER, https://git.test/bitbucket/rest, SHOP/config",
        "https://git.test/scm/~lena/config.git, BITBUCKET_DATA_CENTER, https://git.test/rest, ~lena/config",
        "ssh://git@git.test:7999/shop/config.git, BITBUCKET_DATA_CENTER, https://git.test/rest, shop/config",
        "https://git.test/projects/SHOP/repos/config/browse, BITBUCKET_DATA_CENTER, https://git.test/rest, SHOP/config",
        "https://git.test/users/lena/repos/config, BITBUCKET_DATA_CENTER, https://git.test/rest, ~lena/config",
        "https://git.test/tfs/Main/shop/_git/config, AZURE_DEVOPS, https://git.test/tfs/Main, shop/config",
        "https://git.test/tfs/Main/_git/config, AZURE_DEVOPS, https://git.test/tfs/Main, config/config",
        "ssh://git.test:22/tfs/Main/shop/_git/config, AZURE_DEVOPS, https://git.test/tfs/Main, shop/config"
    })
    void findsTheNamesOnHostsOfOnesOwn(String url, ForgeKind kind, String api, String names) throws Exception {
        ForgeServer server = new ForgeServer(kind, URI.create(api));

        assertThat(String.join("/", RepositoryAddress.of(GitUrl.of(url)).names(server)))
                .isEqualTo(names);
        assertThat(forges.forge(GitUrl.of(url), server, ForgeToken.none()).kind())
                .isEqualTo(kind);
    }

    @Test
    void saysThatAPlainHostHasNone(@TempDir java.nio.file.Path folder) {
        assertThat(refused("https://git.test/config.git"))
                .hasMessage(
                        "Nothing is known of pull requests at https://git.test/config.git; declare its kind and API URL"
                                + " if it is a GitHub, GitLab, Bitbucket, Gitea or Azure DevOps of your own, or promote without a"
                                + " pull request");
        GitUrl local = GitUrl.of(folder.toString(), GitUrl.Allowed.LOCAL);
        assertThat(catchThrowableOfType(ForgeException.class, () -> forges.forge(local, ForgeToken.none())))
                .hasMessageStartingWith("A folder has no pull requests")
                .returns(Reason.UNSUPPORTED, ForgeException::reason);
        assertThat(Forges.publicHost(local)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/acme", "https://github.com/acme/config/tree", "https://gitlab.com/config",
                "https://dev.azure.com/acme/config", "https://github.com/../config",
                        "https://dev.azure.com/a%2Fb/p/_git/r"
            })
    void saysWhatAUrlOfTheHostLooksLike(String url) {
        assertThat(refused(url).reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    private ForgeException refused(String url) {
        return catchThrowableOfType(ForgeException.class, () -> forges.forge(GitUrl.of(url), ForgeToken.none()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://git.test/api",
                "git.test",
                "ftp://git.test",
                "https://u@git.test",
                "https://git.test/?a=b"
            })
    void refusesAnApiThatATokenShouldNotGoTo(String api) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ForgeServer(ForgeKind.GITEA, URI.create(api)));
    }

    @Test
    void speaksPlainHttpToThisMachineAlone() {
        assertThat(new ForgeServer(ForgeKind.GITEA, URI.create("http://localhost:3000/api/v1/")).api())
                .hasToString("http://localhost:3000/api/v1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ForgeServer(ForgeKind.GITEA, URI.create("http://git.test/api/v1")))
                .withMessage("Plain http sends the token in the open; use https for Gitea at git.test");
    }
}
