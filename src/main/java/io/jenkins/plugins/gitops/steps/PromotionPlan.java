package io.jenkins.plugins.gitops.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentPromotion;
import io.jenkins.plugins.gitops.engine.promotion.ImageEdit;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** What a promotion step asks of the engine. */
final class PromotionPlan {
    private final GitOpsPromoteStep step;
    private final Run<?, ?> build;
    private final FlowNode node;

    PromotionPlan(GitOpsPromoteStep step, Run<?, ?> build, FlowNode node) {
        this.step = step;
        this.build = build;
        this.node = node;
    }

    /**
     * What is wrong with the arguments, as a sentence; empty where nothing is.
     */
    static String problem(GitOpsPromoteStep step) {
        boolean environment = step.getApplication() != null
                || step.getTo() != null
                || step.getFrom() != null
                || !step.getImages().isEmpty();
        if (environment == !step.getSet().isEmpty()) {
            return "gitopsPromote takes either application, to and images or from, or set";
        }
        if (environment
                && (step.getApplication() == null
                        || step.getTo() == null
                        || step.getImages().isEmpty() == (step.getFrom() == null))) {
            return "gitopsPromote takes application, to and one of images and from together";
        }
        if (!environment && step.getReason() != null) {
            return "gitopsPromote takes a reason with application alone: an edit is bound by no rules";
        }
        if (environment && step.getBranch() != null) {
            return "gitopsPromote takes no branch beside application: gitops.yaml says where an environment stands";
        }
        return "";
    }

    PromotionRequest request(ConfigRepository repository) throws IOException {
        try {
            return step.getApplication() == null ? edit(repository.mirror()) : environment(repository);
        } catch (IllegalArgumentException wrong) {
            throw new AbortException(wrong.getMessage());
        }
    }

    private PromotionRequest environment(ConfigRepository repository) throws IOException {
        Application application = repository.application(step.getApplication());
        Environment environment = repository.environment(application, step.getTo());
        List<ImageEdit.Image> images =
                step.getImages().stream().map(ImageEdit.Image::parse).toList();
        Requester requester = new Requester(
                id(),
                step.getMessage(),
                BuildIdentity.name(build),
                null,
                Order.build(build.getNumber(), build.getParent().getFullName()),
                step.getReason(),
                BuildIdentity.person());
        EnvironmentPromotion promotion =
                new EnvironmentPromotion(repository, application, environment, Clock.systemUTC());
        return step.getFrom() == null
                ? promotion.ofImages(images, requester)
                : promotion.fromProved(repository.environment(application, step.getFrom()), requester);
    }

    private PromotionRequest edit(Mirror mirror) throws IOException {
        List<ValueEdit.Value> values =
                step.getSet().stream().map(ValueEdit.Value::parse).toList();
        String branch = step.getBranch() == null ? defaultBranch(mirror) : step.getBranch();
        String subject = "Set "
                + values.stream()
                        .map(value -> value.file() + "#" + value.path())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new PromotionRequest(
                id(),
                branch,
                new ValueEdit(values, step.isCreate()),
                step.getMessage() == null ? subject : step.getMessage(),
                Trailers.of(null, null, null, BuildIdentity.name(build)),
                BuildIdentity.person());
    }

    private String id() {
        return PromotionId.of(Installation.name(), build.getExternalizableId(), node.getId());
    }

    private static String defaultBranch(Mirror mirror) throws IOException {
        return mirror.defaultBranch()
                .orElseThrow(() -> new AbortException(mirror.url() + " names no default branch; give one as branch"));
    }
}
