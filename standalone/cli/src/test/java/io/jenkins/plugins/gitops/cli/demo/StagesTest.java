package io.jenkins.plugins.gitops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.cli.DemoShell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every check of the demo holds where it should, and fails where its claim was made false. */
@Timeout(180)
class StagesTest {
    @TempDir
    private Path folder;

    @Test
    void everyCheckHoldsUntilItsClaimIsMadeFalse() throws Exception {
        try (DemoCluster cluster = DemoCluster.simulated(folder);
                GitServer git = GitServer.start(folder)) {
            StringWriter told = new StringWriter();
            Scene scene =
                    new Scene(folder, git, cluster, DemoShell.of(git, cluster, folder), new PrintWriter(told, true));
            for (Shop.Place place : Shop.PLACES) {
                cluster.witness().createNamespace(place.namespace());
            }
            for (Stage stage : Demo.STAGES) {
                stage.act(scene);
                assertThat(stage.check(scene)).as(stage.name()).isNotBlank();

                stage.spoil(scene);
                assertThatThrownBy(() -> stage.check(scene)).as(stage.name()).isInstanceOf(Unproved.class);

                mend(stage, scene);
                assertThat(stage.check(scene)).as(stage.name()).isNotBlank();
            }
            assertThat(told.toString()).doesNotContain(git.password());
        }
    }

    private static void mend(Stage stage, Scene scene) throws Exception {
        switch (stage.name()) {
            case "repository" -> {
                Program mender = Program.git(scene.clone("main"));
                mender.run("revert", "--no-edit", "HEAD");
                mender.run("push", "-q");
            }
            case "gate", "rollback" -> {
                Program mender = Program.git(scene.clone(Shop.PROD.branch()));
                mender.run("reset", "-q", "--hard", "HEAD~1");
                mender.run("push", "-q", "--force");
            }
            case "diff" -> new SyncStage().act(scene);
            case "drift" -> new HandStage().act(scene);
            default -> stage.act(scene);
        }
    }
}
