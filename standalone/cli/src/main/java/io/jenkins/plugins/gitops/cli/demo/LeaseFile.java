package io.jenkins.plugins.gitops.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one lease of the demo, read without the engine.
 *
 * @param path where it stands in the config repository
 * @param until when it ends
 */
record LeaseFile(Path path, Instant until) {
    private static final Path FOLDER = Path.of(".gitops", "_leases");
    private static final Pattern UNTIL = Pattern.compile("^  until: \"(.*)\"$", Pattern.MULTILINE);

    static LeaseFile in(Path clone) throws IOException {
        Path folder = clone.resolve(FOLDER);
        Unproved.unless(Files.isDirectory(folder), "a clone has no " + FOLDER);
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> files = listed.toList();
            Unproved.unless(files.size() == 1, "a clone has " + files.size() + " leases");
            Matcher until = UNTIL.matcher(Files.readString(files.get(0)));
            Unproved.unless(until.find(), files.get(0) + " does not say until when");
            return new LeaseFile(clone.relativize(files.get(0)), Instant.parse(until.group(1)));
        }
    }
}
