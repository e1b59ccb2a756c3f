package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.forge.Reviews;
import io.jenkins.plugins.gitops.engine.gate.Approvals;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The reviews of the pull request that brings exactly what is proposed, by accounts of the Git host. An approval counts
 * where it was given to the very commit that stands at the pull request's head, and that commit holds every file as the
 * promotion would write it. For one evaluation, in which the host is asked once.
 */
final class ForgeApprovals implements Approvals {
    private final ForgeSource source;
    private final ConfigRepository repository;
    private final String head;
    private final List<FileChange> changes;
    private final Clock clock;

    @CheckForNull
    private Reviewed reviewed;

    /**
     * @param head the branch of the pull request
     * @param changes what the promotion would write
     */
    ForgeApprovals(
            ForgeSource source, ConfigRepository repository, String head, List<FileChange> changes, Clock clock) {
        this.source = source;
        this.repository = repository;
        this.head = head;
        this.changes = List.copyOf(changes);
        this.clock = clock;
    }

    /**
     * What the host told.
     *
     * @param pullRequest null where there is none
     * @param reviews null where there is no pull request
     */
    private record Reviewed(
            @CheckForNull PullRequest pullRequest,
            @CheckForNull Reviews reviews) {}

    @Override
    public List<Given> of(Candidate candidate, String gate) throws IOException {
        Reviewed now = read(candidate);
        PullRequest pullRequest = now.pullRequest();
        Reviews reviews = now.reviews();
        if (pullRequest == null || reviews == null) {
            throw new IOException("There is no open pull request from " + head + " whose approvals would count");
        }
        String commit = pullRequest.headCommit();
        if (!holdsChanges(commit)) {
            throw new IOException(PullRequestReport.shown(pullRequest)
                    + " does not bring what is promoted, so that its approvals do not count");
        }
        return reviews.approvals().stream()
                .map(approval -> Given.byAccount(approval.user(), clock.instant(), objection(approval, commit)))
                .toList();
    }

    private static String objection(Reviews.Approval approval, String head) {
        if (approval.commit().isEmpty()) {
            return "nothing proves that it was given after the last push";
        }
        return approval.commit().equals(head) ? "" : "it was given to commit " + approval.commit();
    }

    @Override
    public List<String> objections(Candidate candidate, String gate) throws IOException {
        try {
            Reviews reviews = read(candidate).reviews();
            return reviews == null ? List.of() : reviews.objections();
        } catch (ForgeException e) {
            if (e.reason() == ForgeException.Reason.UNSUPPORTED) {
                return List.of(); // where there are no pull requests nobody objects
            }
            throw e;
        }
    }

    private synchronized Reviewed read(Candidate candidate) throws IOException {
        Reviewed known = reviewed;
        if (known == null) {
            known = ask(candidate);
            reviewed = known;
        }
        return known;
    }

    private Reviewed ask(Candidate candidate) throws IOException {
        if (candidate.environment().target() instanceof Target.Tag) {
            return new Reviewed(null, null);
        }
        String base = EnvironmentBranch.of(repository, candidate.application(), candidate.environment());
        Forge forge = source.open();
        Optional<PullRequest> found = forge.find(head, base);
        return found.isEmpty()
                ? new Reviewed(null, null)
                : new Reviewed(found.get(), forge.reviews(found.get().number()));
    }

    private boolean holdsChanges(String commit) throws IOException {
        Mirror mirror = repository.mirror();
        Optional<String> there = mirror.resolve(commit);
        return there.isPresent() && HeadBranch.holds(mirror.tree(there.get()), changes);
    }
}
