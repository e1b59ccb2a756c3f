package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.health.ArgoCdRules;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.health.KstatusRules;
import io.jenkins.plugins.gitops.engine.health.ScriptFolder;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "health",
        description = "Judge manifests with their status, as an API server returned them.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

    /** Whose rules judge. */
    enum Rules {
        ARGOCD,
        KSTATUS,
        BOTH
    }

    @Option(names = "--file", required = true, paramLabel = "PATH", description = "A file or folder of manifests.")
    private Path file;

    @Option(names = "--rules", paramLabel = "argocd|kstatus|both", description = "Whose rules judge (default: argocd).")
    private Rules rules = Rules.ARGOCD;

    @Option(
            names = "--scripts",
            paramLabel = "DIR",
            description = "Lua health scripts, GROUP/KIND/health.lua, which override Argo CD's built-in rules.")
    private Path scripts;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> answers = new ArrayList<>();
        List<HealthRules> judges = judges();
        for (Resource resource : ManifestFiles.read(file)) {
            for (HealthRules judge : judges) {
                Health health = judge.judge(resource).orElse(null);
                answers.add(Answers.health(resource.key(), resource.version(), health, judge.name()));
            }
        }
        Output out = output.open();
        if (out.isJson()) {
            out.document(answers);
        } else {
            answers.forEach(answer -> out.say(text(answer)));
        }
        return ExitStatus.YES;
    }

    private static String text(Map<String, Object> answer) {
        Object status = answer.get("status");
        Object namespace = answer.get("namespace");
        return "%-11s  %s %s%s  %s"
                .formatted(
                        status == null ? "-" : status,
                        answer.get("kind"),
                        namespace.equals("") ? "" : namespace + "/",
                        answer.get("name"),
                        answer.get("message"))
                .stripTrailing();
    }

    private List<HealthRules> judges() {
        HealthRules argocd = new ArgoCdRules(scripts());
        HealthRules kstatus = new KstatusRules(Clock.systemUTC());
        return switch (rules) {
            case ARGOCD -> List.of(argocd);
            case KSTATUS -> List.of(kstatus);
            case BOTH -> List.of(argocd, kstatus);
        };
    }

    private HealthScripts scripts() {
        try {
            return scripts == null ? HealthScripts.none() : ScriptFolder.read(scripts, Clock.systemUTC());
        } catch (IOException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
