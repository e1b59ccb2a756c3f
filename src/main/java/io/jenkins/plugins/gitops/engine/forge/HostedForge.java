package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds of every host: looking before opening, and deciding by the state of a pull request, not by the text of an
 * error, why something was refused.
 */
final class HostedForge implements Forge {
    private final ForgeKind kind;
    private final Host host;

    HostedForge(ForgeKind kind, Host host) {
        this.kind = kind;
        this.host = host;
    }

    @Override
    public ForgeKind kind() {
        return kind;
    }

    @Override
    public boolean has(Feature feature) {
        return host.features().contains(feature);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        return host.find(head, base);
    }

    @Override
    public PullRequest read(long number) throws ForgeException {
        return host.read(number);
    }

    @Override
    public OpenResult open(Proposal wanted) throws ForgeException {
        Optional<PullRequest> open = host.find(wanted.head(), wanted.base());
        if (open.isPresent()) {
            return new OpenResult.Existing(open.get());
        }
        if (!host.differs(wanted.head(), wanted.base())) {
            return new OpenResult.NothingToChange();
        }
        try {
            return new OpenResult.Opened(host.create(new Proposal(
                    wanted.head(), wanted.base(), Texts.title(wanted.title()), Texts.body(wanted.body(), kind))));
        } catch (ForgeException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            // somebody else was faster
            return host.find(wanted.head(), wanted.base())
                    .<OpenResult>map(OpenResult.Existing::new)
                    .orElseThrow(() -> e);
        }
    }

    @Override
    public void rewrite(PullRequest pullRequest, String title, String body) throws ForgeException {
        String newTitle = Texts.title(title);
        String newBody = Texts.body(body, kind);
        if (!newTitle.equals(pullRequest.title()) || !Texts.same(newBody, pullRequest.body())) {
            host.rewrite(pullRequest.number(), newTitle, newBody);
        }
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        require(Feature.LABELS, "labels on pull requests");
        if (!labels.isEmpty()) {
            host.label(number, labels);
        }
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        require(Feature.REVIEWERS, "reviewers");
        if (!reviewers.isEmpty()) {
            host.requestReviews(number, reviewers);
        }
    }

    private void require(Feature feature, String name) throws ForgeException {
        if (!has(feature)) {
            throw new ForgeException(Reason.UNSUPPORTED, kind.title() + " has no " + name);
        }
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        return host.reviews(number);
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        if (!Content.isCommit(order.expectedHead())) {
            throw new IllegalArgumentException("The expected head is a full commit id");
        }
        try {
            return host.merge(number, order);
        } catch (ForgeException e) {
            // Gitea has nothing to merge where a pull request is closed
            boolean gone = e.reason() == Reason.NOT_FOUND;
            if (e.reason() != Reason.REFUSED && !gone) {
                throw e;
            }
            PullRequest now = host.read(number);
            if (gone && now.state() == PullRequest.State.OPEN) {
                throw e;
            }
            return decided(now, order.expectedHead(), e.getMessage());
        }
    }

    private MergeResult decided(PullRequest now, String expectedHead, String words) {
        if (now.state() == PullRequest.State.MERGED) {
            return new MergeResult.Merged(now.mergeCommit());
        }
        if (now.state() == PullRequest.State.CLOSED) {
            return new MergeResult.Refused("It was closed. " + words);
        }
        if (!now.headCommit().equals(expectedHead)) {
            return new MergeResult.HeadMoved(now.headCommit());
        }
        String why = now.mergeability().why() + ". " + words;
        return switch (now.mergeability().answer()) {
            case CONFLICTING -> new MergeResult.Conflict(why);
            case CHECKING, BLOCKED, BEHIND, UNKNOWN -> new MergeResult.NotYet(why);
            // nothing is in the way but the order itself, or something that the state does not tell
            case MERGEABLE -> host.mayPass(words) ? new MergeResult.NotYet(words) : new MergeResult.Refused(words);
        };
    }

    @Override
    public void close(long number) throws ForgeException {
        if (host.read(number).state() == PullRequest.State.OPEN) {
            host.close(number);
        }
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        return host.statuses(commit);
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        host.report(commit, status);
    }
}
