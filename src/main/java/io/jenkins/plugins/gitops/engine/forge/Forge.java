package io.jenkins.plugins.gitops.engine.forge;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pull requests and commit statuses of one repository on its host. Every method makes a few requests, each with a
 * deadline, and returns; none waits for something to happen, and a rate limit is answered by a
 * {@link ForgeException} that says when to ask again. Any thread may call.
 */
public interface Forge {

    /** What not every host has. */
    enum Feature {
        /** Labels on pull requests: GitHub, GitLab, Gitea, Azure DevOps. Bitbucket has none. */
        LABELS,
        /** Asking somebody for a review: everywhere; Bitbucket Cloud and Azure DevOps take ids, no names. */
        REVIEWERS,
        /** The head is compared in the very merge. Bitbucket Cloud has it read right before instead. */
        ATOMIC_HEAD,
        /** {@link Mergeability} is told before a merge is tried. Not by Bitbucket Cloud. */
        MERGEABILITY
    }

    /** What kind of host it is. */
    ForgeKind kind();

    /** Whether the host has something that not every host has. */
    boolean has(Feature feature);

    /** The open pull request from a branch of this repository to another. */
    Optional<PullRequest> find(String head, String base) throws ForgeException;

    /** A pull request as it is now, open or not. */
    PullRequest read(long number) throws ForgeException;

    /** Opens a pull request, unless one is open for the same head and base or there is nothing to merge. */
    OpenResult open(Proposal proposal) throws ForgeException;

    /** Gives a pull request this title and body; asks nothing of the host where it has them. */
    void rewrite(PullRequest pullRequest, String title, String body) throws ForgeException;

    /**
     * Adds labels, making those that the repository lacks; others stay.
     *
     * @throws ForgeException with UNSUPPORTED where the host has no {@link Feature#LABELS}
     */
    void label(long number, Set<String> labels) throws ForgeException;

    /**
     * Asks for reviews; those asked before stay.
     *
     * @param reviewers user names; a team of GitHub or Gitea as {@code organisation/team}; an account id or
     *     {@code {uuid}} on Bitbucket Cloud; an identity's id on Azure DevOps
     */
    void requestReviews(long number, Set<String> reviewers) throws ForgeException;

    /** Who approves, and who objects. */
    Reviews reviews(long number) throws ForgeException;

    /** Merges a pull request if its head is still what was reviewed. */
    MergeResult merge(long number, MergeOrder order) throws ForgeException;

    /** Closes a pull request without merging it; one that is not open stays as it is. */
    void close(long number) throws ForgeException;

    /** The latest word of every check of a commit. A failure to read some is an exception, never a shorter list. */
    List<CommitStatus> statuses(String commit) throws ForgeException;

    /** Writes a commit status, in place of an earlier one of the same name. */
    void report(String commit, CommitStatus status) throws ForgeException;
}
