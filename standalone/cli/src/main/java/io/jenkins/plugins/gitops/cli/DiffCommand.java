package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.ConfigurationReader;
import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "diff",
        description = "Show what is live against what Git says, field by field.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "gitops diff --repository URL --application NAME --environment ENV [--revision REV]",
            "gitops diff --desired PATH --live PATH"
        })
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private OutputOption output;

    @Option(names = "--desired", paramLabel = "PATH", description = "A file or folder of manifests: what Git says.")
    private Path desired;

    @Option(
            names = "--live",
            paramLabel = "PATH",
            description = "A file or folder of manifests: what an API server returned.")
    private Path live;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "What to leave out: a YAML file with ignoreDifferences as Argo CD has them.")
    private Path rules;

    @Override
    public Integer call() throws IOException {
        if (desired == null || live == null) {
            throw new BadInput("Expected --desired and --live");
        }
        Output out = output.open();
        Comparison comparison =
                Comparison.ofFiles(ManifestFiles.read(desired), ManifestFiles.read(live), new Differ(rules()));
        new DiffAnswer(comparison.verdict(), null, comparison.resources(), List.of()).print(out);
        return ExitStatus.of(comparison.verdict());
    }

    private List<IgnoreRule> rules() throws IOException {
        if (rules == null) {
            return List.of();
        }
        if (!Files.isRegularFile(rules)) {
            throw new BadInput(rules + " does not exist; expected a file with ignoreDifferences");
        }
        return new ConfigurationReader().readIgnoreRules(rules.toString(), Files.readAllBytes(rules));
    }
}
