package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.Forge.Feature;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Bitbucket Cloud's REST API 2.0: developer.atlassian.com/cloud/bitbucket/rest, pull requests and commit statuses. */
final class BitbucketCloudHost implements Host {
    private static final int PAGE = 50;
    private static final int STATUS_PAGE = 100;
    private static final int LONGEST_KEY = 40;
    private static final String READ = "the scope read:pullrequest:bitbucket, or Pull requests: read";
    private static final String WRITE = "the scope write:pullrequest:bitbucket, or Pull requests: write";
    private static final String CODE = "the scope read:repository:bitbucket, or Repositories: read";
    private static final String REPORT = "the scope write:repository:bitbucket, or Repositories: write";
    private static final String MERGE = "the scopes write:pullrequest:bitbucket and write:repository:bitbucket";

    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,63}");

    private final Api api;
    private final List<String> repository;

    /** A repository by its workspace and slug. */
    BitbucketCloudHost(Api api, List<String> names) {
        this.api = api;
        this.repository = List.of("repositories", names.get(0), names.get(1));
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.REVIEWERS);
    }

    @Override
    public Optional<PullRequest> find(String head, String base) throws ForgeException {
        String query = "state=\"OPEN\" AND source.branch.name=" + quoted(head) + " AND destination.branch.name="
                + quoted(base);
        Call call = Call.get("find the pull request from " + head + " to " + base, READ, repository, "pullrequests")
                .with("q", query)
                .with("pagelen", PAGE);
        for (Content found : api.all(call, page -> page.list("values"), Paging.NEXT_FIELD)) {
            if (found.text("source", "branch", "name").equals(head)
                    && found.text("destination", "branch", "name").equals(base)
                    && found.text("source", "repository", "uuid")
                            .equals(found.text("destination", "repository", "uuid"))) {
                return Optional.of(pullRequest(found));
            }
        }
        return Optional.empty();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public PullRequest read(long number) throws ForgeException {
        return pullRequest(raw(number));
    }

    private Content raw(long number) throws ForgeException {
        return api.read(Call.get("read pull request " + number, READ, repository, "pullrequests", number));
    }

    private PullRequest pullRequest(Content content) throws ForgeException {
        PullRequest.State state =
                switch (content.required("state")) {
                    case "OPEN" -> PullRequest.State.OPEN;
                    case "MERGED" -> PullRequest.State.MERGED;
                    default -> PullRequest.State.CLOSED; // DECLINED, SUPERSEDED
                };
        String merge = content.text("merge_commit", "hash");
        boolean merged = state == PullRequest.State.MERGED && !merge.isEmpty();
        String description = content.text("description");
        return new PullRequest(
                content.number("id"),
                content.text("links", "html", "href"),
                content.text("title"),
                description.isEmpty() ? content.text("summary", "raw") : description,
                content.required("source", "branch", "name"),
                content.required("destination", "branch", "name"),
                whole(content.required("source", "commit", "hash")),
                state,
                merged ? Optional.of(whole(merge)) : Optional.empty(),
                new Mergeability(
                        content.flag("draft") ? Answer.BLOCKED : Answer.UNKNOWN,
                        content.flag("draft") ? "It is a draft" : "Bitbucket Cloud tells only when it merges"));
    }

    /** The whole id of a commit, of which pull requests give the first twelve digits. */
    private String whole(String hash) throws ForgeException {
        if (Content.isCommit(hash)) {
            return hash;
        }
        if (!ABBREVIATED.matcher(hash).matches()) {
            // whatever stands there goes neither into a path nor into a message
            throw new ForgeException(
                    Reason.UNREADABLE,
                    "Could not read a commit of a pull request: the answer has no commit id at hash; check the kind of"
                            + " host and its API URL");
        }
        return api.read(Call.get("read commit " + hash, CODE, repository, "commit", hash))
                .commit("hash");
    }

    @Override
    public boolean differs(String head, String base) throws ForgeException {
        Call call = Call.get("compare " + head + " with " + base, CODE, repository, "commits")
                .with("include", head)
                .with("exclude", base)
                .with("pagelen", 1);
        return !api.read(call).list("values").isEmpty();
    }

    @Override
    public PullRequest create(Proposal proposal) throws ForgeException {
        ObjectNode body = Json.object("title", proposal.title(), "description", proposal.body());
        body.putObject("source").putObject("branch").put("name", proposal.head());
        body.putObject("destination").putObject("branch").put("name", proposal.base());
        body.put("close_source_branch", false);
        return pullRequest(api.read(Call.send(
                "POST",
                "open a pull request from " + proposal.head() + " to " + proposal.base(),
                WRITE,
                body,
                repository,
                "pullrequests")));
    }

    @Override
    public void rewrite(long number, String title, String body) throws ForgeException {
        ObjectNode edit = Json.object("title", title, "description", body);
        edit.set("reviewers", reviewers(raw(number), Set.of()));
        edit(number, "rewrite", edit);
    }

    @Override
    public void label(long number, Set<String> labels) throws ForgeException {
        throw new ForgeException(Reason.UNSUPPORTED, "Bitbucket Cloud has no labels on pull requests");
    }

    @Override
    public void requestReviews(long number, Set<String> reviewers) throws ForgeException {
        Content now = raw(number);
        ObjectNode edit = Json.object("title", now.text("title"), "description", now.text("description"));
        edit.set("reviewers", reviewers(now, reviewers));
        edit(number, "ask for reviews of", edit);
    }

    /** The reviewers there are and more of them: what is sent takes the place of what is there. */
    private static ArrayNode reviewers(Content now, Set<String> more) throws ForgeException {
        Set<String> uuids = new LinkedHashSet<>();
        for (Content reviewer : now.list("reviewers")) {
            uuids.add(reviewer.required("uuid"));
        }
        ArrayNode all = Json.object().putArray("reviewers");
        uuids.forEach(uuid -> all.addObject().put("uuid", uuid));
        for (String reviewer : more) {
            if (!uuids.contains(reviewer)) {
                all.addObject().put(reviewer.startsWith("{") ? "uuid" : "account_id", reviewer);
            }
        }
        return all;
    }

    private void edit(long number, String verb, ObjectNode body) throws ForgeException {
        api.send(Call.send("PUT", verb + " pull request " + number, WRITE, body, repository, "pullrequests", number));
    }

    @Override
    public Reviews reviews(long number) throws ForgeException {
        List<Content> participants = raw(number).list("participants");
        boolean anyApproval = participants.stream().anyMatch(participant -> participant.flag("approved"));
        Map<String, String> approved = anyApproval ? approved(number) : Map.of();
        ReviewTally tally = new ReviewTally();
        for (Content participant : participants) {
            String user = account(participant.at("user"));
            if (participant.text("state").equals("changes_requested")) {
                tally.objects(user);
            } else if (participant.flag("approved")) {
                tally.approves(user, approved.getOrDefault(user, ""));
            }
        }
        return tally.result();
    }

    /** Several people may have one nickname; what is no person's account has no account_id. */
    private static String account(Content user) throws ForgeException {
        String account = user.text("account_id");
        return account.isEmpty() ? user.required("uuid") : account;
    }

    /** The head that each account approved last, of those that approved what is there now. */
    private Map<String, String> approved(long number) throws ForgeException {
        Call call = Call.get(
                        "read the activity of pull request " + number,
                        READ,
                        repository,
                        "pullrequests",
                        number,
                        "activity")
                .with("pagelen", PAGE);
        List<ShownHead> heads = new ArrayList<>();
        Map<String, Instant> approvals = new HashMap<>();
        for (Content entry : api.all(call, page -> page.list("values"), Paging.NEXT_FIELD)) {
            Content update = entry.at("update");
            if (update.isPresent()) {
                heads.add(ShownHead.of(update.text("source", "commit", "hash"), update.time("date")));
            }
            Content approval = entry.at("approval");
            Optional<Instant> said = approval.time("date");
            if (said.isPresent()) {
                approvals.merge(
                        account(approval.at("user")), said.get(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        Collections.reverse(heads); // the newest comes first
        heads.sort(Comparator.comparing(ShownHead::since));
        ShownHead head = ShownHead.last(heads);
        approvals.values().removeIf(said -> head.at(Optional.of(said)).isEmpty());
        String commit = approvals.isEmpty() ? "" : whole(head.commit());
        Map<String, String> commits = new HashMap<>();
        approvals.keySet().forEach(user -> commits.put(user, commit));
        return commits;
    }

    @Override
    public MergeResult merge(long number, MergeOrder order) throws ForgeException {
        PullRequest now = read(number);
        if (now.state() == PullRequest.State.OPEN && !now.headCommit().equals(order.expectedHead())) {
            return new MergeResult.HeadMoved(now.headCommit());
        }
        ObjectNode body = Json.object(
                "merge_strategy",
                switch (order.method()) {
                    case MERGE -> "merge_commit";
                    case SQUASH -> "squash";
                    case REBASE -> "rebase_fast_forward";
                },
                "message",
                order.fullMessage());
        body.put("close_source_branch", false);
        Content done = api.read(Call.send(
                "POST", "merge pull request " + number, MERGE, body, repository, "pullrequests", number, "merge"));
        if (!done.text("state").equals("MERGED")) {
            // 202: it takes longer than the host lets a request wait
            return new MergeResult.Started("Bitbucket Cloud has begun to merge it");
        }
        String commit = done.text("merge_commit", "hash");
        return new MergeResult.Merged(commit.isEmpty() ? Optional.empty() : Optional.of(whole(commit)));
    }

    @Override
    public void close(long number) throws ForgeException {
        api.send(Call.send(
                "POST",
                "close pull request " + number,
                WRITE,
                Json.object(),
                repository,
                "pullrequests",
                number,
                "decline"));
    }

    @Override
    public List<CommitStatus> statuses(String commit) throws ForgeException {
        Call call = Call.get("read the statuses of " + commit, CODE, repository, "commit", commit, "statuses")
                .with("pagelen", STATUS_PAGE);
        List<CommitStatus> all = new ArrayList<>();
        for (Content status : api.all(call, page -> page.list("values"), Paging.NEXT_FIELD)) {
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
            default -> State.ERROR; // STOPPED, and what is new
        };
    }

    @Override
    public void report(String commit, CommitStatus status) throws ForgeException {
        String state =
                switch (status.state()) {
                    case SUCCESS -> "SUCCESSFUL";
                    case FAILURE -> "FAILED";
                    case PENDING -> "INPROGRESS";
                    case ERROR, TOLERATED -> "STOPPED";
                };
        ObjectNode body = BuildStatuses.request(status, state, LONGEST_KEY, api.kind());
        api.send(Call.send(
                "POST",
                "write a status of " + commit,
                REPORT,
                body,
                repository,
                "commit",
                commit,
                "statuses",
                "build"));
    }
}
