package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders for what control planes write, named after the JVM that made them, so that those of dead ones can go. */
final class WorkFolder {
    private static final String PREFIX = "gitops-testbed-";

    private WorkFolder() {}

    /** A new folder that only this user may read; folders that killed JVMs left behind are deleted on the way. */
    static Path create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                if (isAbandoned(other.toFile().getName())) {
                    delete(other);
                }
            }
        }
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    }

    private static boolean isAbandoned(String name) {
        String pid = name.substring(PREFIX.length()).replaceFirst("-.*", "");
        return pid.matches("\\d{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /** Deletes a folder as far as it is there: its servers may still be writing, or be cleaning up themselves. */
    static void delete(Path folder) throws IOException {
        List<Path> content;
        try (Stream<Path> walk = Files.walk(folder)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException | NoSuchFileException e) {
            return;
        }
        for (Path path : content) {
            Files.deleteIfExists(path);
        }
    }
}
