package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The REST API of Gitea and Forgejo, as its own {@code /api/swagger} tells. */
final class GiteaHost implements Host {
    private static final int PAGE = 50;
    private static final String READ = "the scope read:repository";
    private static final String WRITE = "the scope write:repository";
    private static final String ISSUES = "the scope write:issue";
    private static final String LABEL_COLOUR = "#0e8a16";

    private final Api api;
    private final List<String> repository;

    /** A repository by its owner and name. */
    GiteaHost(Api api, List<String> names) {
        this.api = api;
        this.repository = List.of("repos", names.get(0), names.get(1));
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        // the list can be narrowed to a base only since 1.25, and to a head not at all
        Call call = Call.get("find the pull request from " + head + " to " + base, READ, repository, "pulls")
                .with("state", "open")
                .with("base_branch", base);
        for (Content found : all(call, page -> page.list())) {
            if (found.text("head", "ref").equals(head)
                    && found.text("base", "ref").equals(base)
                    && found.text("head", "repo_id").equals(found.text("base", "repo_id"))) {
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
        boolean merged = content.flag("merged");
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
                merged ? content.optionalCommit("merge_commit_sha") : Optional.empty(),
                mergeability(content));
    }

    private static Mergeability mergeability(Content content) {
        if (content.flag("draft")) {
            return new Mergeability(Answer.BLOCKED, "It is a draft");
        }
        return content.flag("mergeable")
                ? new Mergeability(Answer.MERGEABLE, "Gitea calls it mergeable")
                : new Mergeability(Answer.UNKNOWN, "Gitea still checks it, or it conflicts with the base");
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = Call.get("compare " + head + " with " + base, READ, repository, "compare", base + "..." + head)
                .with("files", false)
                .with("verification", false);
        return api.read(call).number("total_commits") > 0;
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
        edit(number, "rewrite", Json.object("title", title, "body", body));
    }

    @Override
    public void close(long number) throws ForgeException {
        edit(number, "close", Json.object("state", "closed"));
    }

    private void edit(long number, String verb, ObjectNode body) throws ForgeException {
        api.send(Call.send("PATCH", verb + " pull request " + number, WRITE, body, repository, "pulls", number));
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        // by ids, since a name that is not there would be left out without a word
        Map<String, Long> ids = new HashMap<>();
        Call known = Call.get("read the labels", ISSUES, repository, "labels");
        for (Content label : all(known, page -> page.list())) {
            ids.put(label.required("name"), label.number("id"));
        }
        ObjectNode body = Json.object();
        ArrayNode wanted = body.putArray("labels");
        for (String label : labels) {
            wanted.add(ids.containsKey(label) ? ids.get(label) : create(label));
        }
        api.send(Call.send(
                "POST", "label pull request " + number, ISSUES, body, repository, "issues", number, "labels"));
    }

    private long create(String label) throws ForgeException {
        return api.read(Call.send(
                        "POST",
                        "make the label " + label,
                        ISSUES,
                        Json.object("name", label, "color", LABEL_COLOUR),
                        repository,
                        "labels"))
                .number("id");
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
        Call call =
                Call.get("read the reviews of pull request " + number, READ, repository, "pulls", number, "reviews");
        ReviewTally tally = new ReviewTally();
        for (Content review : all(call, page -> page.list())) {
            String user = review.text("user", "login");
            switch (review.text("state")) {
                case "APPROVED", "REQUEST_CHANGES" -> {
                    // official: of somebody whom the branch's rules count, or who may write where there are none
                    if (review.flag("dismissed") || !review.flag("official")) {
                        tally.withdraws(user);
                    } else if (review.text("state").equals("APPROVED")) {
                        tally.approves(user, review.text("commit_id"));
                    } else {
                        tally.objects(user);
                    }
                }
                default -> {} // a comment takes nothing back
            }
        }
        return tally.result();
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        ObjectNode body = Json.object(
                "do",
                switch (order.method()) {
                    case MERGE -> "merge";
                    case SQUASH -> "squash";
                    case REBASE -> "rebase";
                },
                "head_commit_id",
                order.expectedHead(),
                "merge_title_field",
                order.title(),
                "merge_message_field",
                order.message());
        body.put("delete_branch_after_merge", false);
        api.send(Call.send("POST", "merge pull request " + number, WRITE, body, repository, "pulls", number, "merge"));
        // the answer is empty
        PullRequest merged = read(number);
        return merged.state() == PullRequest.State.MERGED
                ? new MergeResult.Merged(merged.mergeCommit())
                : new MergeResult.Started("Gitea has begun to merge it");
    }

    /** What a protected branch demands is not in the state; who may not merge, or not so, is told "not allowed". */
    @Override
    public boolean mayPass(String words) {
        return !words.contains("not allowed");
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        Call call = Call.get("read the statuses of " + commit, READ, repository, "commits", commit, "status");
        List<CommitStatus> statuses = new ArrayList<>();
        for (Content status : all(call, page -> page.list("statuses"))) {
            statuses.add(new CommitStatus(
                    status.required("context"),
                    state(status.text("status")),
                    status.text("description"),
                    status.text("target_url")));
        }
        return List.copyOf(statuses);
    }

    /** Links are in the answers of some lists only, and of some versions only. */
    private List<Content> all(Call first, Function<Content, List<Content>> items) throws ForgeException {
        return api.all(first.with("limit", PAGE), items, new CountedPages(items));
    }

    private static State state(String word) {
        return switch (word) {
            case "success" -> State.SUCCESS;
            case "failure", "warning" -> State.FAILURE; // as Gitea itself counts a warning
            case "pending" -> State.PENDING;
            case "skipped" -> State.TOLERATED;
            default -> State.ERROR;
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
                status.description(),
                "target_url",
                status.url());
        api.send(Call.send("POST", "write a status of " + commit, WRITE, body, repository, "statuses", commit));
    }
}
