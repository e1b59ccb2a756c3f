package io.jenkins.plugins.gitops.engine.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code gitops.yaml} is read from, on a real Git server. */
class ConfigRepositoryTest {
    private static final Target MAIN = new Target.Branch("main", "");

    @TempDir
    private Path cache;

    @Test
    void knowsWhatStandsOnItsRefWithoutAskingForIt() throws IOException {
        try (GitHttpServer server = GitHttpServer.start();
                Mirrors mirrors = new Mirrors(cache)) {
            server.createRepository("config", Map.of("a.yaml", "a: 1\n"));
            ConfigRepository ofHead = new ConfigRepository(mirrors.open(server.access("config")), null);
            ofHead.configuration();
            ConfigRepository ofMain = new ConfigRepository(mirrors.open(server.access("config")), "main");
            server.forget();

            assertThat(ofHead.isReadFrom(MAIN)).isTrue();
            assertThat(ofHead.isReadFrom(new Target.Folder("prod", Optional.of("main"))))
                    .isTrue();
            assertThat(ofHead.isReadFrom(new Target.Folder("prod", Optional.empty())))
                    .isTrue();
            assertThat(ofHead.isReadFrom(new Target.Folder("prod", Optional.of("other"))))
                    .isFalse();
            assertThat(ofHead.isReadFrom(new Target.Branch("env/prod", ""))).isFalse();
            assertThat(ofHead.isReadFrom(new Target.Tag("main", ""))).isFalse();
            assertThat(ofMain.isReadFrom(MAIN)).isTrue();
            assertThat(ofMain.isReadFrom(new Target.Folder("prod", Optional.empty())))
                    .isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }
}
