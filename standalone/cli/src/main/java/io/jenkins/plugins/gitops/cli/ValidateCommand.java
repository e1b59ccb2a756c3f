package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Configuration;
import io.jenkins.plugins.gitops.engine.application.ConfigurationProblem;
import io.jenkins.plugins.gitops.engine.application.ConfigurationReader;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Mistake;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "validate",
        description = "Read gitops.yaml, and name every mistake in it.",
        mixinStandardHelpOptions = true,
        customSynopsis = {"gitops validate --repository URL", "gitops validate --file gitops.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private OutputOption output;

    @Option(names = "--file", paramLabel = "gitops.yaml", description = "One file on disk.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if ((file != null) == repository.isGiven()) {
            throw new BadInput("Expected either --repository or --file");
        }
        Output out = output.open();
        try {
            Configuration configuration = file != null ? readFile() : readRepository(out);
            printApplications(configuration.applications(), out);
            return ExitStatus.YES;
        } catch (ConfigurationProblem problem) {
            printMistakes(problem.mistakes(), out);
            return ExitStatus.BAD_INPUT;
        }
    }

    private Configuration readFile() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + " does not exist; expected a gitops.yaml");
        }
        return new ConfigurationReader().read(Map.of(file.toString(), Files.readAllBytes(file)));
    }

    private Configuration readRepository(Output out) throws IOException {
        try (Mirrors mirrors = new Mirrors(repository.cacheFolder(gitops.environment()));
                Progress progress = out.progress("Reading gitops.yaml")) {
            Mirror mirror = mirrors.open(repository.access(gitops.environment()));
            return new ConfigurationReader().read(mirror.tree("HEAD"));
        }
    }

    private static void printApplications(List<Application> applications, Output out) {
        if (out.isJson()) {
            out.document(answer(
                    applications.stream()
                            .map(application -> Map.of(
                                    "name",
                                    application.name(),
                                    "environments",
                                    application.environments().stream()
                                            .map(Environment::name)
                                            .toList()))
                            .toList(),
                    List.of()));
            return;
        }
        for (Application application : applications) {
            String environments =
                    application.environments().stream().map(Environment::name).collect(Collectors.joining(", "));
            out.say(application.name() + ": " + (environments.isEmpty() ? "no environments" : environments));
        }
    }

    private static void printMistakes(List<Mistake> mistakes, Output out) {
        if (out.isJson()) {
            out.document(answer(List.of(), mistakes));
        } else {
            mistakes.forEach(mistake -> out.say(mistake.toString()));
        }
    }

    private static Map<String, Object> answer(List<?> applications, List<Mistake> mistakes) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", mistakes.isEmpty());
        answer.put("applications", applications);
        answer.put("mistakes", mistakes.stream().map(ValidateCommand::json).toList());
        return answer;
    }

    private static Map<String, Object> json(Mistake mistake) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", mistake.file());
        answer.put("line", mistake.line());
        answer.put("column", mistake.column());
        answer.put("found", mistake.found());
        answer.put("expected", mistake.expected());
        return answer;
    }
}
