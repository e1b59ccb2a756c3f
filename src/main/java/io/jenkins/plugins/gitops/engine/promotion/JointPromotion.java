package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.CombinedEdit;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Promoting several applications into an environment that each of them has, as one commit: all of them or none. The
 * commit says of each what it would say of it alone, and each one's rules are heard and
 * gates asked.
 */
public final class JointPromotion {
    private final ConfigRepository repository;
    private final List<Application> applications;
    private final String environment;
    private final Clock clock;

    /** @param environment the name of the environment */
    public JointPromotion(
            ConfigRepository repository, List<Application> applications, String environment, Clock clock) {
        this.repository = repository;
        this.applications = List.copyOf(new LinkedHashSet<>(applications));
        this.environment = environment;
        this.clock = clock;
    }

    /** Plans the part of one application. */
    @FunctionalInterface
    private interface Part {
        PromotionRequest of(Application application, EnvironmentPromotion promotion) throws IOException;
    }

    /**
     * The request to write images, each for those of the applications that run it.
     *
     * @throws IOException as {@link EnvironmentPromotion#ofImages} for each, and where they stand on different branches,
     *     an application runs none of the images, or an image is run by none of them
     */
    public PromotionRequest ofImages(List<ImageEdit.Image> images, Requester requester) throws IOException {
        if (applications.size() == 1) {
            return joint(requester, (application, promotion) -> promotion.ofImages(images, requester));
        }
        Map<String, List<ImageEdit.Image>> own = own(images);
        return joint(requester, (application, promotion) -> promotion.ofImages(own.get(application.name()), requester));
    }

    /**
     * The request to carry the version of each that another environment was last proved to run. Where none was proved of
     * one of them it ends GATED.
     *
     * @param carried the commits that an earlier plan found, by application; for the others what is proved now
     * @throws IOException as {@link EnvironmentPromotion#fromProved} for each, and where they stand on different branches
     */
    public PromotionRequest fromProved(String source, Map<String, String> carried, Requester requester)
            throws IOException {
        return joint(requester, (application, promotion) -> {
            Environment before = repository.environment(application, source);
            String commit = carried.get(application.name());
            return commit == null ? promotion.fromProved(before, requester) : promotion.from(before, commit, requester);
        });
    }

    /**
     * How they are promoted by pull request, as {@link PullRequestPolicy#together} says.
     *
     * @throws IOException where they are to be merged in different ways
     */
    public PullRequestPolicy pullRequest() throws IOException {
        List<PullRequestPolicy> all = new ArrayList<>();
        for (Application application : applications) {
            all.add(repository.environment(application, environment).pullRequest());
        }
        return PullRequestPolicy.together(all)
                .orElseThrow(() -> new GitException(
                        Reason.REFUSED,
                        "The pull requests of " + names() + " to " + environment
                                + " are merged in different ways; in one go only applications of the same method"));
    }

    /**
     * The plan to make a request of theirs as a pull request. Who merges by itself waits for it.
     *
     * @param renderer makes the manifests that the pull request shows
     * @param waits whether the merge is waited for where people merge, too
     * @param deadline when it ends at the latest; null: when it is over
     * @throws IOException as {@link #pullRequest}
     */
    public PullRequestPlan byPullRequest(
            PromotionRequest request, Renderer renderer, boolean waits, @CheckForNull Instant deadline)
            throws IOException {
        List<String> names = new ArrayList<>();
        Set<String> folders = new LinkedHashSet<>();
        for (Application application : applications) {
            names.add(application.name());
            folders.add(
                    repository.environment(application, environment).target().manifests());
        }
        return PullRequestPlan.of(
                pullRequest(),
                PullRequestPlan.head(names, environment),
                request,
                new RenderedChange(renderer, List.copyOf(folders)),
                waits,
                deadline);
    }

    private Map<String, List<ImageEdit.Image>> own(List<ImageEdit.Image> images) throws IOException {
        Map<String, List<ImageEdit.Image>> own = new LinkedHashMap<>();
        List<ImageEdit.Image> left = new ArrayList<>(images);
        for (Application application : applications) {
            Environment into = repository.environment(application, environment);
            TreeReader tree = repository.mirror().tree(tip(application, into));
            List<ImageEdit.Image> run = new ArrayList<>();
            for (ImageEdit.Image image : images) {
                if (new ImageEdit(into.target().manifests(), List.of(image)).isAbout(tree)) {
                    run.add(image);
                }
            }
            if (run.isEmpty()) {
                throw new GitException(
                        Reason.NOT_FOUND,
                        environment + " of " + application.name() + " runs none of the images "
                                + images.stream().map(ImageEdit.Image::name).collect(Collectors.joining(", ")));
            }
            own.put(application.name(), run);
            left.removeAll(run);
        }
        if (!left.isEmpty()) {
            throw new GitException(
                    Reason.NOT_FOUND,
                    "None of " + names() + " runs the image " + left.get(0).name() + " in " + environment);
        }
        return own;
    }

    private String tip(Application application, Environment into) throws IOException {
        String branch = EnvironmentBranch.of(repository, application, into);
        return repository
                .mirror()
                .resolve("refs/heads/" + branch)
                .orElseThrow(() -> new GitException(
                        Reason.NOT_FOUND, repository.mirror().url() + " has no branch \"" + branch + "\""));
    }

    private PromotionRequest joint(Requester requester, Part part) throws IOException {
        Map<String, PromotionRequest> parts = new LinkedHashMap<>();
        for (Application application : applications) {
            Environment into = repository.environment(application, environment);
            parts.put(
                    application.name(),
                    part.of(application, new EnvironmentPromotion(repository, application, into, clock)));
        }
        return parts.size() == 1 ? parts.values().iterator().next() : together(requester, parts);
    }

    private PromotionRequest together(Requester requester, Map<String, PromotionRequest> parts) throws GitException {
        List<TreeEdit> edits = new ArrayList<>();
        List<Trailers> trailers = new ArrayList<>();
        List<TipRule> rules = new ArrayList<>();
        StringBuilder message = new StringBuilder("Promote " + names() + " to " + environment + "\n");
        Map.Entry<String, PromotionRequest> first = parts.entrySet().iterator().next();
        for (Map.Entry<String, PromotionRequest> each : parts.entrySet()) {
            PromotionRequest request = each.getValue();
            if (!request.branch().equals(first.getValue().branch())) {
                throw new GitException(
                        Reason.REFUSED,
                        environment + " of " + first.getKey() + " stands on the branch "
                                + first.getValue().branch() + ", that of " + each.getKey() + " on " + request.branch()
                                + "; in one commit go only applications on the same branch");
            }
            edits.add(request.edit());
            trailers.addAll(request.trailers());
            request.rules().forEach(rule -> rules.add(named(each.getKey(), rule)));
            message.append('\n').append(request.message());
        }
        return new PromotionRequest(
                requester.id(),
                first.getValue().branch(),
                new CombinedEdit(edits),
                requester.subject() == null ? message.toString() : requester.subject(),
                trailers,
                requester.author(),
                PromotionRequest.TIMEOUT,
                null,
                false,
                rules);
    }

    private static TipRule named(String application, TipRule rule) {
        return tip -> rule.objection(tip)
                .map(objection -> new TipRule.Objection(objection.verdict(), application + ": " + objection.reason()));
    }

    private String names() {
        return applications.stream().map(Application::name).collect(Collectors.joining(", "));
    }
}
