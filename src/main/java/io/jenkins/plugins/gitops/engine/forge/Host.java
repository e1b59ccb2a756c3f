package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each kind of host does in its own way; {@link HostedForge} makes a {@link Forge} of it. */
interface Host {
    Set<Feature> features();

    Optional<PullRequest> find(String head, String base) throws ForgeException;

    PullRequest read(long number) throws ForgeException;

    /** Whether the head has commits that the base lacks. */
    boolean differs(String head, String base) throws ForgeException;

    PullRequest create(Proposal proposal) throws ForgeException;

    void rewrite(long number, String title, String body) throws ForgeException;

    void label(long number, Set<String> labels) throws ForgeException;

    void requestReviews(long number, Set<String> reviewers) throws ForgeException;

    Reviews reviews(long number) throws ForgeException;

    /**
     * Merges.
     *
     * @throws ForgeException with REFUSED where the host would not; the pull request then tells why
     */
    MergeResult merge(long number, MergeOrder order) throws ForgeException;

    /** Whether a refusal to merge may pass though the host calls the pull request mergeable. */
    default boolean mayPass(String words) {
        return false;
    }

    void close(long number) throws ForgeException;

    List<CommitStatus> statuses(String commit) throws ForgeException;

    void report(String commit, CommitStatus status) throws ForgeException;
}
