package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * Whether promotions into an environment are made as pull requests, and how those are merged. Where the host is and who
 * asks it stands nowhere in Git.
 *
 * @param isOpened whether a pull request is opened where nobody says otherwise
 * @param labels what it is labelled with
 * @param reviewers who is asked for a review, as their host calls them
 * @param merge who merges it
 * @param method how it comes into its base, where it is merged by itself
 */
public record PullRequestPolicy(
        boolean isOpened, List<String> labels, List<String> reviewers, Merge merge, Method method) {
    /** Where nothing is declared. */
    public static final PullRequestPolicy NONE =
            new PullRequestPolicy(false, List.of(), List.of(), Merge.MANUAL, Method.MERGE);

    private static final String EXPECTED = "true, false or a map of labels, reviewers, merge and method";

    /** Who merges. */
    public enum Merge {
        /** People do. */
        MANUAL,
        /** Who promotes does, when everything allows it. */
        AUTOMATIC
    }

    /** How a pull request comes into its base. */
    public enum Method {
        /** By a merge commit. */
        MERGE,
        /** As one new commit. */
        SQUASH,
        /** By its commit on top of the base. */
        REBASE
    }

    public PullRequestPolicy {
        labels = List.copyOf(labels);
        reviewers = List.copyOf(reviewers);
    }

    /**
     * That of several environments which share a pull request: opened where one of them asks for it, with the labels and
     * reviewers of all that do, and merged by itself only where all of those say so; empty where they are to be merged in
     * different ways. Where none asks it is that of the first.
     */
    public static Optional<PullRequestPolicy> together(List<PullRequestPolicy> all) {
        List<PullRequestPolicy> asking =
                all.stream().filter(PullRequestPolicy::isOpened).toList();
        if (asking.isEmpty()) {
            return Optional.of(all.get(0));
        }
        Method method = asking.get(0).method();
        if (asking.stream().anyMatch(policy -> policy.method() != method)) {
            return Optional.empty();
        }
        boolean automatic = asking.stream().allMatch(policy -> policy.merge() == Merge.AUTOMATIC);
        return Optional.of(new PullRequestPolicy(
                true,
                asking.stream()
                        .flatMap(policy -> policy.labels().stream())
                        .distinct()
                        .toList(),
                asking.stream()
                        .flatMap(policy -> policy.reviewers().stream())
                        .distinct()
                        .toList(),
                automatic ? Merge.AUTOMATIC : Merge.MANUAL,
                method));
    }

    /** This policy with what a node says over it. */
    PullRequestPolicy with(Section section, YamlNode node) {
        if (node.target() instanceof Scalar scalar && scalar.value() instanceof Boolean opened) {
            return new PullRequestPolicy(opened, labels, reviewers, merge, method);
        }
        return Section.of(section.file(), node, EXPECTED, section.mistakes())
                .map(this::with)
                .orElse(this);
    }

    private PullRequestPolicy with(Section section) {
        PullRequestPolicy policy = new PullRequestPolicy(
                true,
                section.node("labels").isPresent() ? section.texts("labels", Syntax::text) : labels,
                section.node("reviewers").isPresent() ? section.texts("reviewers", Syntax::text) : reviewers,
                section.choice("merge", Merge.class).orElse(merge),
                section.choice("method", Method.class).orElse(method));
        section.close();
        return policy;
    }
}
