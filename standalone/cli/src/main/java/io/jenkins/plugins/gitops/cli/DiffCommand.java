package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import java.io.IOException;
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

    @Override
    public Integer call() throws IOException {
        if (desired == null || live == null) {
            throw new BadInput("Expected --desired and --live");
        }
        Output out = output.open();
        Comparison comparison =
                Comparison.ofFiles(ManifestFiles.read(desired), ManifestFiles.read(live), new Differ(List.of()));
        new DiffAnswer(comparison.verdict(), null, comparison.resources(), List.of()).print(out);
        return ExitStatus.of(comparison.verdict());
    }
}
