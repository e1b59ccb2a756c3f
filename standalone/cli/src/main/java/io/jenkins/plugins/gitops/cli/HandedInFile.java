package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.ScanReports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report of a scanner as it is handed in.
 *
 * @param name as a gate asks for it
 */
record HandedInFile(String name, Path file) {

    /** @throws BadInput where it is not {@code NAME=FILE}, or there is no such file */
    static HandedInFile parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new BadInput("--scan-report " + text + ": expected NAME=FILE");
        }
        Path file = Path.of(text.substring(equals + 1));
        if (!Files.isRegularFile(file)) {
            throw new BadInput("--scan-report " + text + ": there is no file " + file);
        }
        return new HandedInFile(text.substring(0, equals), file);
    }

    ScanReports.Report report() {
        return new ScanReports.Report() {
            @Override
            public String title() {
                return file.toString();
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
