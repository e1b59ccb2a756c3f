package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgeConnectionTest {

    /** Each line: the repository; the API as declared; where the token goes. */
    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/config.git, '', https://api.github.com",
        "git@github.com:acme/config.git, '', https://api.github.com",
        "https://dev.azure.com/acme/shop/_git/config, '', https://dev.azure.com/acme",
        "https://git.acme.test/acme/config, https://git.acme.test/api/v4, https://git.acme.test/api/v4",
        "https://git.acme.test/acme/config, '', https://git.acme.test/acme/config",
        "no url, '', no url"
    })
    void aTokenIsForTheHostThatItIsSentTo(String repository, String declared, String api) {
        assertThat(ForgeConnection.api(repository, declared)).isEqualTo(api);
    }
}
