package io.jenkins.plugins.gitops.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Installation;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.ImageEdit;
import io.jenkins.plugins.gitops.engine.promotion.JointPromotion;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        boolean byTag = step.getCommit() != null || step.getVersion() != null || step.getBump() != null;
        long whats = Stream.of(!step.getImages().isEmpty(), step.getFrom() != null, step.getCommit() != null)
                .filter(given -> given)
                .count();
        boolean applications =
                step.getApplication() != null || !step.getApplications().isEmpty();
        boolean environment = applications || step.getTo() != null || whats > 0 || byTag;
        if (environment == !step.getSet().isEmpty()) {
            return "gitopsPromote takes either application, to and images, from or commit, or set";
        }
        if (step.getApplication() != null && !step.getApplications().isEmpty()) {
            return "gitopsPromote takes application or applications, not both";
        }
        if (environment && (!applications || step.getTo() == null || whats != 1)) {
            return "gitopsPromote takes application, to and one of images, from and commit together";
        }
        if (byTag && step.getApplication() == null) {
            return "gitopsPromote takes commit, version and bump with application: a tag is of one";
        }
        if (byTag && !step.getImages().isEmpty()) {
            return "gitopsPromote takes version and bump with from or commit: a tag holds no images of its own";
        }
        try {
            NextVersions.of(step.getVersion(), step.getBump());
            step.getScanReports().forEach(HandedInReport::parse);
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
        if (!environment && step.getReason() != null) {
            return "gitopsPromote takes a reason with application alone: an edit is bound by no rules";
        }
        if (!environment && (step.isWaitForGates() || !step.getScanReports().isEmpty())) {
            return "gitopsPromote takes waitForGates and scanReports with application alone: an edit has no gates";
        }
        boolean byPullRequest = isByPullRequest(step);
        if (byPullRequest && (!applications || byTag)) {
            return "gitopsPromote takes pullRequest and waitForMerge with application or applications, and images or from";
        }
        if (byPullRequest && step.isWaitForGates()) {
            return "gitopsPromote takes waitForGates without a pull request, whose gates are asked while it is open;"
                    + " waitForMerge waits for it";
        }
        if (Boolean.FALSE.equals(step.getPullRequest()) && step.isWaitForMerge()) {
            return "gitopsPromote waits for no merge without a pull request";
        }
        if (environment && step.getBranch() != null) {
            return "gitopsPromote takes no branch beside application: gitops.yaml says where an environment stands";
        }
        return "";
    }

    /** Whether the step itself asks for one, whatever {@code gitops.yaml} says. */
    private static boolean isByPullRequest(GitOpsPromoteStep step) {
        return Boolean.TRUE.equals(step.getPullRequest()) || step.isWaitForMerge();
    }

    /**
     * The promotion by tag, where it is one: into an environment that stands on a tag, or asked for as one.
     *
     * @param found the commits that an earlier plan found to be promoted, by application
     */
    Optional<TagPromotionRequest> byTag(ConfigRepository repository, Map<String, String> found) throws IOException {
        if (step.getApplication() == null || !step.getImages().isEmpty()) {
            return Optional.empty();
        }
        String carried = found.get(step.getApplication());
        Application application = repository.application(step.getApplication());
        Environment environment = repository.environment(application, step.getTo());
        Optional<NextVersion> next = NextVersions.of(step.getVersion(), step.getBump());
        if (step.getCommit() == null && next.isEmpty() && !TagPromotion.isFor(environment)) {
            return Optional.empty();
        }
        if (isByPullRequest(step)) {
            throw new AbortException(step.getTo() + " stands on a tag: no tag is made by a pull request");
        }
        TagPromotion.Source source = step.getCommit() == null
                ? new TagPromotion.Source.OfEnvironment(step.getFrom(), carried)
                : new TagPromotion.Source.Revision(carried == null ? step.getCommit() : carried);
        return Optional.of(new TagPromotion(repository, application, environment, Clock.systemUTC())
                .of(source, next, requester()));
    }

    /** @param carried the commits whose versions an earlier plan found to be promoted, by application */
    PromotionRequest request(ConfigRepository repository, Map<String, String> carried) throws IOException {
        try {
            return step.getSet().isEmpty() ? environment(repository, carried) : edit(repository.mirror());
        } catch (IllegalArgumentException wrong) {
            throw new AbortException(wrong.getMessage());
        }
    }

    private PromotionRequest environment(ConfigRepository repository, Map<String, String> carried) throws IOException {
        JointPromotion promotion = promotion(repository);
        if (step.getFrom() != null) {
            return promotion.fromProved(step.getFrom(), carried, requester());
        }
        return promotion.ofImages(
                step.getImages().stream().map(ImageEdit.Image::parse).toList(), requester());
    }

    /** What is promoted into an environment: one application or several. */
    JointPromotion promotion(ConfigRepository repository) throws IOException {
        List<Application> applications = new ArrayList<>();
        for (String name : applications(step)) {
            applications.add(repository.application(name));
        }
        return new JointPromotion(repository, applications, step.getTo(), Clock.systemUTC());
    }

    /** The applications that a step promotes, none for an edit alone. */
    static List<String> applications(GitOpsPromoteStep step) {
        return step.getApplication() == null ? step.getApplications() : List.of(step.getApplication());
    }

    private Requester requester() {
        return new Requester(
                id(),
                step.getMessage(),
                BuildIdentity.name(build),
                BuildPromoters.names(build),
                Order.build(build.getNumber(), build.getParent().getFullName()),
                step.getReason(),
                BuildIdentity.person());
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

    /** The promotion's, which the build and the step are enough for. */
    String id() {
        return PromotionId.of(Installation.name(), build.getExternalizableId(), node.getId());
    }

    private static String defaultBranch(Mirror mirror) throws IOException {
        return mirror.defaultBranch()
                .orElseThrow(() -> new AbortException(mirror.url() + " names no default branch; give one as branch"));
    }
}
