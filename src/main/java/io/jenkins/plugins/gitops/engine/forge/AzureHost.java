package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Azure DevOps' REST API, version 7.0: learn.microsoft.com/rest/api/azure/devops/git. It merges in its own time. */
final class AzureHost implements Host {
    private static final String VERSION = "7.0";
    private static final int PAGE = 100;
    private static final String READ = "the scope Code (read)";
    private static final String WRITE = "the scope Code (read & write), and Contribute to pull requests";
    private static final String STATUS = "the scope Code (status)";
    private static final Pattern IDENTITY = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Api api;
    private final List<String> project;
    private final List<String> repository;

    /** A repository by its project and name. */
    AzureHost(Api api, List<String> names) {
        this.api = api;
        this.project = List.of(names.get(0));
        this.repository = List.of(names.get(0), "_apis", "git", "repositories", names.get(1));
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    private Call get(String doing, Object... path) {
        return Call.get(doing, READ, repository, path).with("api-version", VERSION);
    }

    private Call send(String method, String doing, ObjectNode body, Object... path) {
        return Call.send(method, doing, WRITE, body, repository, path).with("api-version", VERSION);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        Call call = get("find the pull request from " + head + " to " + base, "pullrequests")
                .with("searchCriteria.status", "active")
                .with("searchCriteria.sourceRefName", ref(head))
                .with("searchCriteria.targetRefName", ref(base))
                .with("$top", PAGE);
        for (Content found : api.all(call, page -> page.list("value"), Paging.skip("$top", "$skip"))) {
            if (found.text("sourceRefName").equals(ref(head))
                    && found.text("targetRefName").equals(ref(base))
                    && !found.at("forkSource").isPresent()) {
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
        return pullRequest(api.read(get("read pull request " + number, "pullrequests", number)));
    }

    private PullRequest pullRequest(Content content) throws ForgeException {
        PullRequest.State state =
                switch (content.required("status")) {
                    case "active" -> PullRequest.State.OPEN;
                    case "completed" -> PullRequest.State.MERGED;
                    default -> PullRequest.State.CLOSED; // abandoned
                };
        long number = content.number("pullRequestId");
        return new PullRequest(
                number,
                api.url(project, "_git", repository.get(repository.size() - 1), "pullrequest", number),
                content.text("title"),
                content.text("description"),
                branch(content.required("sourceRefName")),
                branch(content.required("targetRefName")),
                content.commit("lastMergeSourceCommit", "commitId"),
                state,
                state == PullRequest.State.MERGED
                        ? content.optionalCommit("lastMergeCommit", "commitId")
                        : Optional.empty(),
                mergeability(content));
    }

    private static String branch(String ref) {
        return ref.replaceFirst("^refs/heads/", "");
    }

    private static Mergeability mergeability(Content content) {
        if (content.flag("isDraft")) {
            return new Mergeability(Answer.BLOCKED, "It is a draft");
        }
        String word = content.text("mergeStatus");
        Answer answer =
                switch (word) {
                    case "succeeded" -> Answer.MERGEABLE;
                    case "conflicts" -> Answer.CONFLICTING;
                    case "queued", "notSet", "" -> Answer.CHECKING;
                    case "rejectedByPolicy", "failure" -> Answer.BLOCKED;
                    default -> Answer.UNKNOWN;
                };
        return new Mergeability(answer, "Azure DevOps calls it " + (word.isEmpty() ? "nothing" : word));
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = get("compare " + head + " with " + base, "diffs", "commits")
                .with("baseVersionType", "branch")
                .with("baseVersion", base)
                .with("targetVersionType", "branch")
                .with("targetVersion", head)
                .with("$top", 1);
        return api.read(call).number("aheadCount") > 0;
    }

    @Override
    public PullRequest create(Proposal proposal) throws ForgeException {
        ObjectNode body = Json.object(
                "sourceRefName",
                ref(proposal.head()),
                "targetRefName",
                ref(proposal.base()),
                "title",
                proposal.title(),
                "description",
                proposal.body());
        return pullRequest(api.read(send(
                "POST",
                "open a pull request from " + proposal.head() + " to " + proposal.base(),
                body,
                "pullrequests")));
    }

    @Override
    public void rewrite(long number, String title, String body) throws ForgeException {
        api.send(send(
                "PATCH",
                "rewrite pull request " + number,
                Json.object("title", title, "description", body),
                "pullrequests",
                number));
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        for (String label : labels) {
            api.send(send(
                    "POST",
                    "label pull request " + number,
                    Json.object("name", label),
                    "pullRequests",
                    number,
                    "labels"));
        }
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        for (String reviewer : reviewers) {
            if (!IDENTITY.matcher(reviewer).matches()) {
                throw new ForgeException(
                        Reason.UNSUPPORTED,
                        "Azure DevOps takes a reviewer by the id of an identity, got " + reviewer
                                + "; the address of a user's or group's page has it");
            }
        }
        Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Content reviewer : reviewers(number)) {
            there.add(reviewer.text("id"));
        }
        for (String reviewer : reviewers) {
            // asking again would take back a vote
            if (there.add(reviewer)) {
                ObjectNode body = Json.object("id", reviewer);
                body.put("vote", 0);
                api.send(send(
                        "PUT",
                        "ask for a review of pull request " + number,
                        body,
                        "pullRequests",
                        number,
                        "reviewers",
                        reviewer));
            }
        }
    }

    private List<Content> reviewers(long number) throws ForgeException {
        return api.read(get("read pull request " + number, "pullrequests", number))
                .list("reviewers");
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        List<Content> reviewers = reviewers(number);
        // a member's vote is repeated at the groups that it is given for
        Set<String> groups = reviewers.stream()
                .flatMap(reviewer -> reviewer.list("votedFor").stream())
                .map(group -> group.text("id"))
                .collect(Collectors.toSet());
        boolean anyApproval = reviewers.stream()
                .anyMatch(reviewer -> reviewer.at("vote").node().asInt() > 0);
        Map<String, Instant> votes = anyApproval ? votes(number) : Map.of();
        ShownHead head = anyApproval ? head(number) : ShownHead.UNTOLD; // read last: what moves it is seen
        ReviewTally tally = new ReviewTally();
        for (Content reviewer : reviewers) {
            String id = reviewer.required("id");
            if (reviewer.flag("isContainer") || groups.contains(id)) {
                continue;
            }
            String name = reviewer.text("uniqueName");
            String user = name.isEmpty() ? id : name;
            long vote = reviewer.at("vote").isPresent() ? reviewer.number("vote") : 0;
            if (vote > 0) {
                Optional<Instant> said = Optional.ofNullable(votes.get(vote + " of " + plain(id)));
                tally.approves(user, head.at(said)); // 10, and 5 with suggestions
            } else if (vote < 0) {
                tally.objects(user); // -5 waits for the author, -10 rejects
            }
        }
        return tally.result();
    }

    /** When each vote was last given, as the threads of the system tell: a reviewer's own has no time. */
    private Map<String, Instant> votes(long number) throws ForgeException {
        Map<String, Instant> votes = new HashMap<>();
        Call call = get("read the votes of pull request " + number, "pullRequests", number, "threads");
        for (Content thread : api.read(call).list("value")) {
            if (!property(thread, "CodeReviewThreadType").equals("VoteUpdate")) {
                continue;
            }
            String key = property(thread, "CodeReviewVotedByIdentity");
            String voter =
                    key.isEmpty() ? property(thread, "CodeReviewVotedByTfId") : thread.text("identities", key, "id");
            if (!isBy(thread, voter)) {
                continue; // whoever may comment may write the properties of a thread
            }
            String vote = property(thread, "CodeReviewVoteResult") + " of " + plain(voter);
            thread.time("publishedDate")
                    .ifPresent(at -> votes.merge(vote, at, (one, other) -> one.isAfter(other) ? one : other));
        }
        return votes;
    }

    /** Whether the host itself wrote the thread, as it does in the name of who votes. */
    private static boolean isBy(Content thread, String voter) {
        List<Content> said = thread.list("comments");
        return !voter.isEmpty()
                && said.size() == 1
                && said.get(0).text("commentType").equals("system")
                && plain(said.get(0).text("author", "id")).equals(plain(voter));
    }

    /** Threads write ids with and without dashes. */
    private static String plain(String id) {
        return id.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String property(Content thread, String name) {
        return thread.text("properties", name, "$value");
    }

    private ShownHead head(long number) throws ForgeException {
        Call call = get("read the pushes to pull request " + number, "pullRequests", number, "iterations");
        TreeMap<Long, ShownHead> iterations = new TreeMap<>();
        for (Content iteration : api.read(call).list("value")) {
            iterations.put(
                    iteration.number("id"),
                    ShownHead.of(iteration.text("sourceRefCommit", "commitId"), iteration.time("createdDate")));
        }
        return ShownHead.last(List.copyOf(iterations.values()));
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        ObjectNode body = Json.object("status", "completed");
        body.putObject("lastMergeSourceCommit").put("commitId", order.expectedHead());
        ObjectNode options = body.putObject("completionOptions");
        options.put(
                "mergeStrategy",
                switch (order.method()) {
                    case MERGE -> "noFastForward";
                    case SQUASH -> "squash";
                    case REBASE -> "rebase";
                });
        options.put("deleteSourceBranch", false);
        if (order.method() != MergeMethod.REBASE) {
            options.put("mergeCommitMessage", order.fullMessage());
        }
        try {
            PullRequest now =
                    pullRequest(api.read(send("PATCH", "merge pull request " + number, body, "pullrequests", number)));
            return now.state() == PullRequest.State.MERGED
                    ? new MergeResult.Merged(now.mergeCommit())
                    : new MergeResult.Started("Azure DevOps has begun to merge it");
        } catch (ForgeException e) {
            // a policy that does not hold yet is a 403 like a token that may not
            if (e.reason() == Reason.FORBIDDEN && e.said().contains("RejectedByPolicy")) {
                return new MergeResult.NotYet(e.getMessage());
            }
            throw e;
        }
    }

    @Override
    public void close(long number) throws ForgeException {
        api.send(send(
                "PATCH", "close pull request " + number, Json.object("status", "abandoned"), "pullrequests", number));
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        Call call = get("read the statuses of " + commit, "commits", commit, "statuses")
                .with("latestOnly", true)
                .with("top", PAGE);
        List<CommitStatus> all = new ArrayList<>();
        for (Content status : api.all(call, page -> page.list("value"), Paging.skip("top", "skip"))) {
            String genre = status.text("context", "genre");
            String name = status.required("context", "name");
            all.add(new CommitStatus(
                    genre.isEmpty() ? name : genre + "/" + name,
                    state(status.text("state")),
                    status.text("description"),
                    status.text("targetUrl")));
        }
        return List.copyOf(all);
    }

    private static State state(String word) {
        return switch (word) {
            case "succeeded", "notApplicable" -> State.SUCCESS;
            case "failed" -> State.FAILURE;
            case "pending", "notSet" -> State.PENDING;
            default -> State.ERROR;
        };
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        ObjectNode body = Json.object(
                "state",
                switch (status.state()) {
                    case SUCCESS -> "succeeded";
                    case FAILURE -> "failed";
                    case PENDING -> "pending";
                    case ERROR, TOLERATED -> "error";
                },
                "description",
                status.description());
        int slash = status.name().lastIndexOf('/');
        ObjectNode context = body.putObject("context").put("name", status.name().substring(slash + 1));
        if (slash > 0) {
            context.put("genre", status.name().substring(0, slash));
        }
        if (!status.url().isEmpty()) {
            body.put("targetUrl", status.url());
        }
        api.send(Call.send(
                        "POST", "write a status of " + commit, STATUS, body, repository, "commits", commit, "statuses")
                .with("api-version", VERSION));
    }
}
