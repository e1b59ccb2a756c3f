package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Takes out of a mirror's folder what killed processes left, and counts in how many pieces its objects lie. */
final class MirrorSweep {
    /** A pack slows every look-up down as this many single objects do the folder. */
    static final int PACK = 100;

    private static final Duration ABANDONED = Duration.ofDays(1);

    private MirrorSweep() {}

    /** Sweeps, and returns the number of single objects, and a hundred for each pack. */
    static int sweep(Path folder, Instant now) throws IOException {
        deleteOld(folder, ".*.tmp", now);
        try (DirectoryStream<Path> aside =
                Files.newDirectoryStream(folder.resolveSibling("."), folder.getFileName() + ".broken-*")) {
            for (Path broken : aside) {
                MirrorStore.delete(broken);
            }
        }
        Path objects = folder.resolve("objects");
        deleteOld(objects, "{incoming_,noz}*", now);
        int pieces = PACK * count(objects.resolve("pack"), "*.pack");
        try (DirectoryStream<Path> fans = Files.newDirectoryStream(objects, "[0-9a-f][0-9a-f]")) {
            for (Path fan : fans) {
                pieces += count(fan, "*");
            }
        }
        return pieces;
    }

    private static void deleteOld(Path folder, String glob, Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(ABANDONED))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static int count(Path folder, String glob) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path ignored : files) {
                count++;
            }
        }
        return count;
    }
}
