package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Bitbucket Data Center's REST API: developer.atlassian.com/server/bitbucket/rest, pull requests, builds and
 * deployments. Every change of a pull request, a new head included, gives it a new version, and a write names the
 * version it is about.
 */
final class BitbucketDataCenterHost implements Host {
    private static final int PAGE = 100;
    private static final int LONGEST_KEY = 255;
    private static final String READ = "Repository read";
    private static final String WRITE = "Repository write";

    private final Api api;
    private final List<String> repository;

    /** A repository by its project's key and its slug. */
    BitbucketDataCenterHost(Api api, List<String> names) {
        this.api = api;
        this.repository = List.of("api", "1.0", "projects", names.get(0), "repos", names.get(1));
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.REVIEWERS, Feature.ATOMIC_HEAD, Feature.MERGEABILITY);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        Call call = Call.get("find the pull request from " + head + " to " + base, READ, repository, "pull-requests")
                .with("state", "OPEN")
                .with("direction", "OUTGOING")
                .with("at", ref(head))
                .with("limit", PAGE);
        for (Content found : api.all(call, page -> page.list("values"), Paging.NEXT_START)) {
            if (found.text("fromRef", "id").equals(ref(head))
                    && found.text("toRef", "id").equals(ref(base))
                    && found.text("fromRef", "repository", "id").equals(found.text("toRef", "repository", "id"))) {
                return Optional.of(pullRequest(found));
            }
        }
        return Optional.empty();
    }

    private static String ref(String branch) {
        return "refs/heads/" + branch;
    }

    @Override
    public PullRequest read(long number) throws ForgeException {
        PullRequest pullRequest = pullRequest(raw(number));
        return pullRequest.state() == PullRequest.State.OPEN ? pullRequest.with(mergeability(number)) : pullRequest;
    }

    private Content raw(long number) throws ForgeException {
        return api.read(Call.get("read pull request " + number, READ, repository, "pull-requests", number));
    }

    private static PullRequest pullRequest(Content content) throws ForgeException {
        PullRequest.State state =
                switch (content.required("state")) {
                    case "OPEN" -> PullRequest.State.OPEN;
                    case "MERGED" -> PullRequest.State.MERGED;
                    default -> PullRequest.State.CLOSED; // DECLINED
                };
        List<Content> self = content.list("links", "self");
        return new PullRequest(
                content.number("id"),
                self.isEmpty() ? "" : self.get(0).text("href"),
                content.text("title"),
                content.text("description"),
                branch(content.required("fromRef", "id")),
                branch(content.required("toRef", "id")),
                content.commit("fromRef", "latestCommit"),
                state,
                state == PullRequest.State.MERGED
                        ? content.optionalCommit("properties", "mergeCommit", "id")
                        : Optional.empty(),
                new Mergeability(Answer.UNKNOWN, "It was not asked for"));
    }

    private static String branch(String ref) {
        return ref.replaceFirst("^refs/heads/", "");
    }

    private Mergeability mergeability(long number) throws ForgeException {
        Content merge = api.read(Call.get(
                "ask whether pull request " + number + " can be merged",
                READ,
                repository,
                "pull-requests",
                number,
                "merge"));
        if (merge.flag("conflicted")) {
            return new Mergeability(Answer.CONFLICTING, "Bitbucket calls it conflicted");
        }
        if (merge.flag("canMerge")) {
            return new Mergeability(Answer.MERGEABLE, "Bitbucket would merge it");
        }
        String vetoes = merge.list("vetoes").stream()
                .map(veto -> veto.text("summaryMessage"))
                .collect(Collectors.joining("; "));
        return vetoes.isEmpty()
                ? new Mergeability(Answer.CHECKING, "Bitbucket calls it " + merge.text("outcome"))
                : new Mergeability(Answer.BLOCKED, vetoes);
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = Call.get("compare " + head + " with " + base, READ, repository, "compare", "commits")
                .with("from", ref(head))
                .with("to", ref(base))
                .with("limit", 1);
        return !api.read(call).list("values").isEmpty();
    }

    @Override
    public PullRequest create(Proposal proposal) throws ForgeException {
        ObjectNode body = Json.object("title", proposal.title(), "description", proposal.body());
        body.putObject("fromRef").put("id", ref(proposal.head()));
        body.putObject("toRef").put("id", ref(proposal.base()));
        return pullRequest(api.read(Call.send(
                "POST",
                "open a pull request from " + proposal.head() + " to " + proposal.base(),
                WRITE,
                body,
                repository,
                "pull-requests")));
    }

    @Override
    public void rewrite(long number, String title, String body) throws ForgeException {
        edit(number, "rewrite", raw(number), title, body, Set.of());
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        throw new ForgeException(Reason.UNSUPPORTED, "Bitbucket Data Center has no labels on pull requests");
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        Content now = raw(number);
        edit(number, "ask for reviews of", now, now.text("title"), now.text("description"), reviewers);
    }

    /** Writes all of it: what is left out would be lost. */
    private void edit(long number, String verb, Content now, String title, String description, Set<String> more)
            throws ForgeException {
        Set<String> names = new LinkedHashSet<>();
        for (Content reviewer : now.list("reviewers")) {
            names.add(reviewer.required("user", "name"));
        }
        names.addAll(more);
        ObjectNode body = Json.object("title", title, "description", description);
        body.put("version", now.number("version"));
        ArrayNode reviewers = body.putArray("reviewers");
        names.forEach(name -> reviewers.addObject().putObject("user").put("name", name));
        api.send(Call.send("PUT", verb + " pull request " + number, WRITE, body, repository, "pull-requests", number));
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        ReviewTally tally = new ReviewTally();
        for (Content reviewer : raw(number).list("reviewers")) {
            String user = reviewer.required("user", "name");
            switch (reviewer.text("status")) {
                case "APPROVED" -> tally.approves(user, reviewer.text("lastReviewedCommit"));
                case "NEEDS_WORK" -> tally.objects(user);
                default -> {} // UNAPPROVED
            }
        }
        return tally.result();
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        Content now = raw(number);
        PullRequest before = pullRequest(now);
        if (before.state() == PullRequest.State.OPEN && !before.headCommit().equals(order.expectedHead())) {
            return new MergeResult.HeadMoved(before.headCommit());
        }
        ObjectNode body = Json.object(
                "strategyId",
                switch (order.method()) {
                    case MERGE -> "no-ff";
                    case SQUASH -> "squash";
                    case REBASE -> "rebase-ff-only";
                });
        if (order.method() != MergeMethod.REBASE) {
            body.put("message", order.fullMessage());
            body.put("autoSubject", false);
        }
        Call call = Call.send(
                        "POST",
                        "merge pull request " + number,
                        WRITE,
                        body,
                        repository,
                        "pull-requests",
                        number,
                        "merge")
                .with("version", now.number("version"));
        PullRequest merged = pullRequest(api.read(call));
        return merged.state() == PullRequest.State.MERGED
                ? new MergeResult.Merged(merged.mergeCommit())
                : new MergeResult.Started("Bitbucket has begun to merge it");
    }

    @Override
    public void close(long number) throws ForgeException {
        ObjectNode body = Json.object();
        long version = raw(number).number("version");
        body.put("version", version);
        Call call = Call.send(
                        "POST",
                        "close pull request " + number,
                        WRITE,
                        body,
                        repository,
                        "pull-requests",
                        number,
                        "decline")
                .with("version", version);
        api.send(call);
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        Call call = Call.get("read the statuses of " + commit, READ, List.of("build-status", "1.0", "commits"), commit)
                .with("limit", PAGE);
        List<CommitStatus> all = new ArrayList<>();
        for (Content status : api.all(call, page -> page.list("values"), Paging.NEXT_START)) {
            all.add(new CommitStatus(
                    status.required("key"),
                    state(status.text("state")),
                    status.text("description"),
                    status.text("url")));
        }
        return List.copyOf(all);
    }

    private static State state(String word) {
        return switch (word) {
            case "SUCCESSFUL" -> State.SUCCESS;
            case "FAILED" -> State.FAILURE;
            case "INPROGRESS" -> State.PENDING;
            default -> State.ERROR; // CANCELLED, UNKNOWN, and what is new
        };
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        String state =
                switch (status.state()) {
                    case SUCCESS -> "SUCCESSFUL";
                    case FAILURE, ERROR, TOLERATED -> "FAILED";
                    case PENDING -> "INPROGRESS";
                };
        ObjectNode body = BuildStatuses.request(status, state, LONGEST_KEY, api.kind());
        api.send(Call.send("POST", "write a status of " + commit, READ, body, repository, "commits", commit, "builds"));
    }
}
