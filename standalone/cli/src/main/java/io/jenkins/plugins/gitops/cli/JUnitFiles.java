package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.TestResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Test results that were handed in as JUnit XML. They are read when a gate asks, each time anew.
 *
 * @param paths files, and folders whose files that end in {@code .xml} count
 */
record JUnitFiles(List<Path> paths) implements TestResults {
    JUnitFiles {
        paths = List.copyOf(paths);
    }

    @Override
    public Optional<Counts> of(Candidate candidate) throws IOException {
        if (paths.isEmpty()) {
            throw new IOException("Nobody here knows the build's test results; --test-results hands them in");
        }
        int total = 0;
        int failed = 0;
        int skipped = 0;
        List<Path> files = files();
        for (Path file : files) {
            Counts counts = new JUnitXml(file).read();
            total += counts.total();
            failed += counts.failed();
            skipped += counts.skipped();
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(new Counts(total, failed, skipped));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> listed = Files.list(path)) {
                    listed.filter(file -> file.toString().endsWith(".xml") && Files.isRegularFile(file))
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }
}
