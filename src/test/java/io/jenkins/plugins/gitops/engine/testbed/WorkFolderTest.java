package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class WorkFolderTest {
    private final Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Test
    void deletesWhatADeadProcessLeft() throws Exception {
        Process dead = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        dead.waitFor();
        Path left = Files.createDirectory(parent.resolve("gitops-testbed-" + dead.pid() + "-left"));
        Files.writeString(left.resolve("file"), "content");

        WorkFolder.delete(WorkFolder.create());

        assertThat(left).doesNotExist();
    }

    @Test
    void keepsWhatALivingProcessUsesAndWhatIsNotItsOwn() throws Exception {
        Path used = WorkFolder.create();
        Path foreign = Files.createDirectories(parent.resolve("gitops-testbed-notes"));
        try {
            WorkFolder.delete(WorkFolder.create());

            assertThat(used).isDirectory();
            assertThat(foreign).isDirectory();
        } finally {
            WorkFolder.delete(used);
            WorkFolder.delete(foreign);
        }
    }

    @Test
    void letsNobodyElseRead() throws Exception {
        Path folder = WorkFolder.create();
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        } finally {
            WorkFolder.delete(folder);
        }
    }
}
