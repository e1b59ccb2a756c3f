package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** GitHub's REST API, version 2022-11-28: docs.github.com/rest, pages pulls, issues, commits, checks. */
final class GitHubHost implements Host {
    private static final int LONGEST_DESCRIPTION = 140;
    private static final String READ = "the permission \"Pull requests: read\", or the scope repo";
    private static final String WRITE = "the permission \"Pull requests: write\", or the scope repo";
    private static final String CONTENTS = "the permission \"Contents: write\", or the scope repo";
    private static final String STATUSES = "the permission \"Commit statuses: read\", or the scope repo:status";
    private static final String CHECKS = "the permission \"Checks: read\", or the scope repo";
    private static final String REPORT = "the permission \"Commit statuses: write\", or the scope repo:status";
    /** Maintainers are told as writers, and triagers as readers. */
    private static final Set<String> WRITING = Set.of("admin", "write");

    /** Bots end in {@code [bot]}; accounts that a company manages have an underscore. */
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_-]{1,100}(\\[bot])?");

    private final Api api;
    private final String owner;
    private final List<String> repository;

    /** A repository by its owner and name. */
    GitHubHost(Api api, List<String> names) {
        this.api = api;
        this.owner = names.get(0);
        this.repository = List.of("repos", names.get(0), names.get(1));
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        Call call = Call.get("find the pull request from " + head + " to " + base, READ, repository, "pulls")
                .with("state", "open")
                .with("head", owner + ":" + head)
                .with("base", base)
                .with("per_page", 100);
        for (Content found : api.all(call, page -> page.list(), Paging.LINK)) {
            // a host that does not know a filter leaves it out
            if (found.text("head", "ref").equals(head)
                    && found.text("base", "ref").equals(base)
                    && found.text("head", "repo", "id").equals(found.text("base", "repo", "id"))) {
                return Optional.of(pullRequest(found));
            }
        }
        return Optional.empty();
    }

    @Override
    public PullRequest read(long number) throws ForgeException {
        return pullRequest(api.read(Call.get("read pull request " + number, READ, repository, "pulls", number)));
    }

    private static PullRequest pullRequest(Content content) throws ForgeException {
        boolean merged = content.flag("merged") || !content.text("merged_at").isEmpty();
        PullRequest.State state = merged
                ? PullRequest.State.MERGED
                : content.required("state").equals("open") ? PullRequest.State.OPEN : PullRequest.State.CLOSED;
        return new PullRequest(
                content.number("number"),
                content.text("html_url"),
                content.text("title"),
                content.text("body"),
                content.required("head", "ref"),
                content.required("base", "ref"),
                content.commit("head", "sha"),
                state,
                // of an open one this is a trial merge
                merged ? content.optionalCommit("merge_commit_sha") : Optional.empty(),
                mergeability(content));
    }

    private static Mergeability mergeability(Content content) {
        String word = content.text("mergeable_state");
        Answer answer =
                switch (word) {
                    case "clean", "has_hooks", "unstable" -> Answer.MERGEABLE;
                    case "dirty" -> Answer.CONFLICTING;
                    case "blocked", "draft" -> Answer.BLOCKED;
                    case "behind" -> Answer.BEHIND;
                    case "unknown" -> Answer.CHECKING;
                    default -> Answer.UNKNOWN;
                };
        return new Mergeability(answer, "GitHub calls it " + (word.isEmpty() ? "nothing" : word));
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = Call.get(
                        "compare " + head + " with " + base,
                        "the permission \"Contents: read\", or the scope repo",
                        repository,
                        "compare",
                        base + "..." + head)
                .with("per_page", 1);
        return api.read(call).number("ahead_by") > 0;
    }

    @Override
    public PullRequest create(Proposal proposal) throws ForgeException {
        ObjectNode body = Json.object(
                "title", proposal.title(), "head", proposal.head(), "base", proposal.base(), "body", proposal.body());
        return pullRequest(api.read(Call.send(
                "POST",
                "open a pull request from " + proposal.head() + " to " + proposal.base(),
                WRITE,
                body,
                repository,
                "pulls")));
    }

    @Override
    public void rewrite(long number, String title, String body) throws ForgeException {
        api.send(Call.send(
                "PATCH",
                "rewrite pull request " + number,
                WRITE,
                Json.object("title", title, "body", body),
                repository,
                "pulls",
                number));
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        ObjectNode body = Json.object();
        body.set("labels", Json.texts(labels));
        api.send(
                Call.send("POST", "label pull request " + number, WRITE, body, repository, "issues", number, "labels"));
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        api.send(Call.send(
                "POST",
                "ask for reviews of pull request " + number,
                WRITE,
                UserOrTeam.request(reviewers),
                repository,
                "pulls",
                number,
                "requested_reviewers"));
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        Call call = Call.get("read the reviews of pull request " + number, READ, repository, "pulls", number, "reviews")
                .with("per_page", 100);
        ReviewTally tally = new ReviewTally();
        for (Content review : api.all(call, page -> page.list(), Paging.LINK)) {
            String user = review.text("user", "login");
            switch (review.text("state")) {
                case "APPROVED" -> tally.approves(user, review.text("commit_id"));
                case "CHANGES_REQUESTED" -> tally.objects(user);
                case "DISMISSED" -> tally.withdraws(user);
                default -> {} // a comment takes nothing back
            }
        }
        Reviews all = tally.result();
        List<Reviews.Approval> approvals = new ArrayList<>();
        for (Reviews.Approval approval : all.approvals()) {
            if (mayWrite(approval.user())) {
                approvals.add(approval);
            }
        }
        List<String> objections = new ArrayList<>();
        for (String user : all.objections()) {
            if (mayWrite(user)) {
                objections.add(user);
            }
        }
        return new Reviews(approvals, objections, all.missing());
    }

    /**
     * Whether a review counts: anybody may review in a public repository, and whoever may read in a private one. GitHub's
     * own rule, docs.github.com "About protected branches". What the review says of its author is about the organization.
     */
    private boolean mayWrite(String user) throws ForgeException {
        if (!LOGIN.matcher(user).matches()) {
            return false; // deleted since, or no account of GitHub's
        }
        try {
            String permission = api.read(Call.get(
                            "read what " + user + " may do",
                            "the permission \"Metadata: read\", or the scope repo",
                            repository,
                            "collaborators",
                            user,
                            "permission"))
                    .text("permission");
            return WRITING.contains(permission);
        } catch (ForgeException e) {
            if (e.reason() == ForgeException.Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        ObjectNode body = Json.object("sha", order.expectedHead());
        switch (order.method()) {
            case MERGE -> body.put("merge_method", "merge");
            case SQUASH -> body.put("merge_method", "squash");
            case REBASE -> body.put("merge_method", "rebase");
        }
        if (order.method() != MergeMethod.REBASE) {
            body.put("commit_title", order.title()).put("commit_message", order.message());
        }
        Content done = api.read(
                Call.send("PUT", "merge pull request " + number, CONTENTS, body, repository, "pulls", number, "merge"));
        return new MergeResult.Merged(done.optionalCommit("sha"));
    }

    @Override
    public boolean mayPass(String words) {
        return words.contains("Base branch was modified");
    }

    @Override
    public void close(long number) throws ForgeException {
        api.send(Call.send(
                "PATCH",
                "close pull request " + number,
                WRITE,
                Json.object("state", "closed"),
                repository,
                "pulls",
                number));
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        Map<String, CommitStatus> statuses = new LinkedHashMap<>();
        Call combined = Call.get("read the statuses of " + commit, STATUSES, repository, "commits", commit, "status")
                .with("per_page", 100);
        for (Content status : api.all(combined, page -> page.list("statuses"), Paging.LINK)) {
            CommitStatus one = new CommitStatus(
                    status.required("context"),
                    state(status.text("state")),
                    status.text("description"),
                    status.text("target_url"));
            statuses.putIfAbsent(one.name(), one);
        }
        Call runs = Call.get("read the check runs of " + commit, CHECKS, repository, "commits", commit, "check-runs")
                .with("filter", "latest")
                .with("per_page", 100);
        List<CommitStatus> all = new ArrayList<>(statuses.values());
        for (Content run : api.all(runs, page -> page.list("check_runs"), Paging.LINK)) {
            String url = run.text("details_url");
            all.add(new CommitStatus(
                    run.required("name"),
                    run.text("status").equals("completed") ? conclusion(run.text("conclusion")) : State.PENDING,
                    run.text("output", "title"),
                    url.isEmpty() ? run.text("html_url") : url));
        }
        return List.copyOf(all);
    }

    private static State state(String word) {
        return switch (word) {
            case "success" -> State.SUCCESS;
            case "failure" -> State.FAILURE;
            case "pending" -> State.PENDING;
            default -> State.ERROR;
        };
    }

    private static State conclusion(String word) {
        return switch (word) {
            case "success", "neutral" -> State.SUCCESS;
            case "failure", "timed_out" -> State.FAILURE;
            case "action_required" -> State.PENDING;
            case "skipped" -> State.TOLERATED; // by a condition, or behind a job that failed and is told itself
            default -> State.ERROR; // cancelled, stale, startup_failure, and what is new
        };
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        ObjectNode body = Json.object(
                "state",
                switch (status.state()) {
                    case SUCCESS -> "success";
                    case FAILURE -> "failure";
                    case PENDING -> "pending";
                    case ERROR, TOLERATED -> "error";
                },
                "context",
                status.name(),
                "description",
                Texts.line(status.description(), LONGEST_DESCRIPTION));
        if (!status.url().isEmpty()) {
            body.put("target_url", status.url());
        }
        api.send(Call.send("POST", "write a status of " + commit, REPORT, body, repository, "statuses", commit));
    }
}
