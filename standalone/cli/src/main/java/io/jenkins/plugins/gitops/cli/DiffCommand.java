package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.ConfigurationReader;
import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "diff",
        description = "Show what is live against what Git says, field by field.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "gitops diff --repository URL --application NAME --environment ENV [--revision REV]",
            "gitops diff --desired PATH --live PATH"
        })
final class DiffCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private EnvironmentOptions options;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "A commit, branch or tag (default: what the environment stands at).")
    private String revision;

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
        boolean files = desired != null || live != null;
        if (files == options.isGiven() || files && (desired == null || live == null)) {
            throw new BadInput("Expected --desired and --live, or --repository, --application and --environment");
        }
        Output out = output.open();
        DiffAnswer answer = files ? compareFiles() : compareEnvironment(out);
        answer.print(out);
        return ExitStatus.of(answer.verdict());
    }

    private DiffAnswer compareFiles() throws IOException {
        Comparison comparison =
                Comparison.ofFiles(ManifestFiles.read(desired), ManifestFiles.read(live), new Differ(rules()));
        return new DiffAnswer(comparison.verdict(), null, comparison.resources(), List.of());
    }

    private DiffAnswer compareEnvironment(Output out) throws IOException {
        List<IgnoreRule> more = rules();
        try (Progress progress = out.progress("Comparing");
                OpenEnvironment environment = OpenEnvironment.open(options, gitops.environment(), more)) {
            EnvironmentDiff diff = environment.live().diff(revision);
            return new DiffAnswer(
                    diff.verdict(), diff.revision(), diff.comparison().resources(), diff.unknown());
        } catch (IOException e) {
            if (Failures.statusOf(e) != ExitStatus.UNKNOWN) {
                throw e;
            }
            return new DiffAnswer(Verdict.UNKNOWN, null, List.of(), List.of(e.getMessage()));
        }
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
