package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.GateSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the caller hands in for gates that ask for it: test results, reports of scanners, and programs that decide. */
final class EvidenceOptions {
    @Option(
            names = "--test-results",
            paramLabel = "FILE",
            description =
                    "Results for gates of the kind tests: a file of JUnit XML, or a folder of them. May be repeated.")
    private List<Path> tests = new ArrayList<>();

    @Option(
            names = "--scan-report",
            paramLabel = "NAME=FILE",
            description = "A report for gates of the kind scan, by the name that they ask for. May be repeated.")
    private List<String> reports = new ArrayList<>();

    @Option(
            names = "--gate-command",
            paramLabel = "NAME=PROGRAM",
            description = "The program of a gate of the kind command. May be repeated.")
    private Map<String, String> programs = new LinkedHashMap<>();

    /** @throws BadInput where something is handed in that is not there, or that no gate can ask for */
    void check(boolean environment) {
        if (!environment && !(tests.isEmpty() && reports.isEmpty() && programs.isEmpty())) {
            throw new BadInput("--test-results, --scan-report and --gate-command go with --application");
        }
        for (Path file : tests) {
            if (!Files.exists(file)) {
                throw new BadInput("--test-results " + file + " is not there; expected a file or folder of JUnit XML");
            }
        }
        reports.forEach(HandedInFile::parse);
        programs.forEach(GatePrograms::check);
    }

    /** Sources that know what was handed in. */
    GateSources into(GateSources sources, Map<String, String> variables) {
        List<HandedInFile> files = reports.stream().map(HandedInFile::parse).toList();
        return sources.withTests(new JUnitFiles(tests))
                .withScans((candidate, name) -> files.stream()
                        .filter(file -> file.name().equals(name))
                        .map(HandedInFile::report)
                        .toList())
                .withCommands(new GatePrograms(programs, variables));
    }
}
