package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A change of an environment that is no promotion: which one, why, and how it is made. */
final class ChangeOptions {
    @Mixin
    private RepositoryOptions repository;

    @Option(names = "--application", paramLabel = "NAME", description = "The application, as gitops.yaml names it.")
    private String application;

    @Option(names = "--environment", paramLabel = "ENV", description = "The environment.")
    private String environment;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Option(names = "--message", paramLabel = "TEXT", description = "The commit's subject.")
    private String message;

    @Option(names = "--dry-run", description = "Show what would be changed, and push nothing.")
    private boolean dryRun;

    /** Plans the requests, to be made one after the other. */
    @FunctionalInterface
    interface Plan {
        List<PromotionRequest> of(
                ConfigRepository config, Application application, Environment environment, Requester requester)
                throws IOException;
    }

    /** Makes a change, and answers with what became of its first request, or of one that was not made. */
    int make(Map<String, String> variables, Output out, boolean needsReason, Plan plan)
            throws IOException, InterruptedException {
        if (!repository.isGiven() || application == null || environment == null || needsReason && reason == null) {
            throw new BadInput(
                    "Expected --repository, --application, --environment" + (needsReason ? ", --reason" : ""));
        }
        try (Mirrors mirrors = new Mirrors(repository.cacheFolder(variables));
                Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            Mirror mirror = mirrors.open(repository.access(variables));
            PromotionResult told = null;
            try (Progress progress = out.progress("Changing " + application + " " + environment)) {
                for (PromotionRequest planned : requests(mirror, variables, plan)) {
                    PromotionRequest request = dryRun ? planned.asDryRun() : planned;
                    PromotionResult result = promoter.promote(mirror, request, progress.ofPromotion());
                    AuditLogVariable.promotions(variables).tell(request, result);
                    boolean made = ExitStatus.of(result.verdict()) == ExitStatus.YES;
                    told = told == null || !made ? result : told;
                    if (!made) {
                        break;
                    }
                }
            }
            Answers.tell(told, out);
            return ExitStatus.of(told.verdict());
        }
    }

    private List<PromotionRequest> requests(Mirror mirror, Map<String, String> variables, Plan plan)
            throws IOException {
        ConfigRepository config = new ConfigRepository(mirror, null);
        Application declared = config.application(application);
        Person author = new Author(variables).person();
        try {
            Requester requester =
                    new Requester(UUID.randomUUID().toString(), message, null, author.name(), null, reason, author);
            return plan.of(config, declared, config.environment(declared, environment), requester);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
