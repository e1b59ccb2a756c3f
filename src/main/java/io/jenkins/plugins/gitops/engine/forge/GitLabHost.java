package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** GitLab's REST API, version 4: docs.gitlab.com/api, pages merge_requests, merge_request_approvals, commits. */
final class GitLabHost implements Host {
    private static final int PAGE = 100;
    private static final String READ = "the scope read_api and the role Reporter";
    private static final String WRITE = "the scope api and the role Developer";
    private static final String MERGE = "the scope api and a role that may merge into the branch";

    private final Api api;
    private final List<String> project;

    /** A project by its path. */
    GitLabHost(Api api, List<String> names) {
        this.api = api;
        this.project = List.of("projects", String.join("/", names));
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        Call call = Call.get("find the merge request from " + head + " to " + base, READ, project, "merge_requests")
                .with("state", "opened")
                .with("source_branch", head)
                .with("target_branch", base)
                .with("per_page", PAGE);
        for (Content found : api.all(call, page -> page.list(), Paging.NEXT_PAGE)) {
            if (found.text("source_branch").equals(head)
                    && found.text("target_branch").equals(base)
                    && found.text("source_project_id").equals(found.text("target_project_id"))) {
                return Optional.of(pullRequest(found));
            }
        }
        return Optional.empty();
    }

    @Override
    public PullRequest read(long number) throws ForgeException {
        return pullRequest(raw(number));
    }

    private Content raw(long number) throws ForgeException {
        return api.read(Call.get("read merge request " + number, READ, project, "merge_requests", number));
    }

    private static PullRequest pullRequest(Content content) throws ForgeException {
        PullRequest.State state =
                switch (content.required("state")) {
                    case "merged" -> PullRequest.State.MERGED;
                    case "closed" -> PullRequest.State.CLOSED;
                    default -> PullRequest.State.OPEN; // opened, and locked while it is being merged
                };
        return new PullRequest(
                content.number("iid"),
                content.text("web_url"),
                content.text("title"),
                content.text("description"),
                content.required("source_branch"),
                content.required("target_branch"),
                content.commit("sha"),
                state,
                state == PullRequest.State.MERGED ? mergeCommit(content) : Optional.empty(),
                mergeability(content));
    }

    /** A merge commit; where there is none, the squashed one; where the project fast-forwards, the head itself. */
    private static Optional<String> mergeCommit(Content content) {
        return content.optionalCommit("merge_commit_sha")
                .or(() -> content.optionalCommit("squash_commit_sha"))
                .or(() -> content.optionalCommit("sha"));
    }

    private static Mergeability mergeability(Content content) {
        String word = content.text("detailed_merge_status");
        Answer answer =
                switch (word) {
                    case "mergeable" -> Answer.MERGEABLE;
                    case "checking", "unchecked", "preparing", "approvals_syncing" -> Answer.CHECKING;
                    case "conflict", "broken_status" -> Answer.CONFLICTING;
                    case "need_rebase" -> Answer.BEHIND;
                    case "" -> Answer.UNKNOWN;
                    default -> Answer.BLOCKED; // ci_must_pass, not_approved, draft_status… and what is new
                };
        return new Mergeability(answer, "GitLab calls it " + (word.isEmpty() ? "nothing" : word));
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = Call.get("compare " + head + " with " + base, READ, project, "repository", "compare")
                .with("from", base)
                .with("to", head);
        return !api.read(call).list("commits").isEmpty();
    }

    @Override
    public PullRequest create(Proposal proposal) throws ForgeException {
        ObjectNode body = Json.object(
                "source_branch",
                proposal.head(),
                "target_branch",
                proposal.base(),
                "title",
                proposal.title(),
                "description",
                proposal.body());
        body.put("remove_source_branch", false);
        return pullRequest(api.read(Call.send(
                "POST",
                "open a merge request from " + proposal.head() + " to " + proposal.base(),
                WRITE,
                body,
                project,
                "merge_requests")));
    }

    @Override
    public void rewrite(long number, String title, String body) throws ForgeException {
        edit(number, "rewrite", Json.object("title", title, "description", body));
    }

    @Override
    public void close(long number) throws ForgeException {
        edit(number, "close", Json.object("state_event", "close"));
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        edit(number, "label", Json.object("add_labels", String.join(",", labels)));
    }

    private void edit(long number, String verb, ObjectNode body) throws ForgeException {
        api.send(Call.send("PUT", verb + " merge request " + number, WRITE, body, project, "merge_requests", number));
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        // the list that is sent takes the place of the one that is there
        Set<Long> ids = new LinkedHashSet<>();
        for (Content reviewer : raw(number).list("reviewers")) {
            ids.add(reviewer.number("id"));
        }
        int before = ids.size();
        for (String reviewer : reviewers) {
            ids.add(user(reviewer));
        }
        if (ids.size() > before) {
            ObjectNode body = Json.object();
            ArrayNode wanted = body.putArray("reviewer_ids");
            ids.forEach(wanted::add);
            edit(number, "ask for reviews of", body);
        }
    }

    private long user(String name) throws ForgeException {
        List<Content> found = api.read(Call.get("find the user " + name, READ, List.of("users"))
                        .with("username", name))
                .list();
        if (found.isEmpty()) {
            throw new ForgeException(
                    Reason.REFUSED,
                    "GitLab has no user " + name + " to ask for a review, or hides them from the token");
        }
        return found.get(0).number("id");
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        Content approvals = api.read(Call.get(
                "read the approvals of merge request " + number, READ, project, "merge_requests", number, "approvals"));
        List<Content> approved = approvals.list("approved_by");
        ShownHead head = approved.isEmpty() ? ShownHead.UNTOLD : head(number); // read last: what moves it is seen
        ReviewTally tally = new ReviewTally();
        for (Content approval : approved) {
            tally.approves(approval.required("user", "username"), head.at(approval.time("approved_at")));
        }
        Content reviewers = api.read(Call.get(
                "read the reviewers of merge request " + number, READ, project, "merge_requests", number, "reviewers"));
        for (Content reviewer : reviewers.list()) {
            if (reviewer.text("state").equals("requested_changes")) {
                tally.objects(reviewer.required("user", "username"));
            }
        }
        Content missing = approvals.at("approvals_left");
        return tally.result(missing.isPresent() ? OptionalInt.of((int) missing.number()) : OptionalInt.empty());
    }

    /** That a push of commits resets approvals proves nothing: GitLab does so some time later, if at all. */
    private ShownHead head(long number) throws ForgeException {
        Call call = Call.get(
                        "read the versions of merge request " + number,
                        READ,
                        project,
                        "merge_requests",
                        number,
                        "versions")
                .with("per_page", PAGE);
        TreeMap<Long, ShownHead> versions = new TreeMap<>();
        for (Content version : api.all(call, page -> page.list(), Paging.NEXT_PAGE)) {
            versions.put(
                    version.number("id"), ShownHead.of(version.text("head_commit_sha"), version.time("created_at")));
        }
        return ShownHead.last(List.copyOf(versions.values()));
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        if (order.method() == MergeMethod.REBASE && !fastForwards()) {
            return new MergeResult.Refused(
                    "GitLab merges without a merge commit only where the project's merge method is"
                            + " \"Fast-forward merge\"; choose that, or merge or squash");
        }
        ObjectNode body = Json.object("sha", order.expectedHead());
        body.put("squash", order.method() == MergeMethod.SQUASH);
        body.put("should_remove_source_branch", false);
        if (order.method() != MergeMethod.REBASE) {
            body.put("merge_commit_message", order.fullMessage());
        }
        if (order.method() == MergeMethod.SQUASH) {
            body.put("squash_commit_message", order.fullMessage());
        }
        PullRequest merged = pullRequest(api.read(Call.send(
                "PUT", "merge merge request " + number, MERGE, body, project, "merge_requests", number, "merge")));
        return merged.state() == PullRequest.State.MERGED
                ? new MergeResult.Merged(merged.mergeCommit())
                : new MergeResult.Started("GitLab has begun to merge it");
    }

    private boolean fastForwards() throws ForgeException {
        return api.read(Call.get("read the project", READ, project))
                .text("merge_method")
                .equals("ff");
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        List<CommitStatus> all = new ArrayList<>();
        Call pipelines = Call.get("read the pipelines of " + commit, READ, project, "pipelines")
                .with("sha", commit)
                .with("order_by", "id")
                .with("sort", "desc")
                .with("per_page", 1);
        for (Content pipeline : api.read(pipelines).list()) {
            all.add(new CommitStatus(
                    "pipeline", state(pipeline.text("status")), "The latest pipeline", pipeline.text("web_url")));
        }
        Call call = Call.get(
                        "read the statuses of " + commit, READ, project, "repository", "commits", commit, "statuses")
                .with("order_by", "id")
                .with("sort", "desc")
                .with("per_page", PAGE);
        Set<String> names = new TreeSet<>(List.of("pipeline"));
        for (Content status : api.all(call, page -> page.list(), Paging.NEXT_PAGE)) {
            // the newest comes first; the same name may be on several branches
            if (names.add(status.required("name"))) {
                all.add(new CommitStatus(
                        status.text("name"), ofJob(status), status.text("description"), status.text("target_url")));
            }
        }
        return List.copyOf(all);
    }

    /** What a pipeline skipped, or allows to fail or to be left to somebody's click, holds nothing up in it. */
    private static State ofJob(Content status) {
        String word = status.text("status");
        boolean leftOut = word.equals("skipped") || !word.equals("success") && status.flag("allow_failure");
        return leftOut ? State.TOLERATED : state(word);
    }

    private static State state(String word) {
        return switch (word) {
            case "success" -> State.SUCCESS;
            case "failed" -> State.FAILURE;
            case "created", "waiting_for_resource", "preparing", "pending", "running", "manual", "scheduled" ->
                State.PENDING;
            default -> State.ERROR; // skipped, canceled, canceling, and what is new
        };
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        String state =
                switch (status.state()) {
                    case SUCCESS -> "success";
                    case FAILURE, ERROR, TOLERATED -> "failed";
                    case PENDING -> "pending";
                };
        ObjectNode body = Json.object(
                "state", state, "name", status.name(), "description", Texts.line(status.description(), 255));
        if (!status.url().isEmpty()) {
            body.put("target_url", status.url());
        }
        try {
            api.send(Call.send("POST", "write a status of " + commit, WRITE, body, project, "statuses", commit));
        } catch (ForgeException e) {
            // GitLab refuses to write what it has: "Cannot transition status via :enqueue from :pending"
            if (e.reason() != Reason.REFUSED || !has(commit, status.name(), state)) {
                throw e;
            }
        }
    }

    private boolean has(String commit, String name, String state) throws ForgeException {
        Call call = Call.get(
                        "read the statuses of " + commit, READ, project, "repository", "commits", commit, "statuses")
                .with("name", name)
                .with("order_by", "id")
                .with("sort", "desc")
                .with("per_page", 1);
        return api.read(call).list().stream()
                .anyMatch(status -> status.text("status").equals(state));
    }
}
