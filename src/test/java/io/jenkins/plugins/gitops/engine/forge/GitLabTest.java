package io.jenkins.plugins.gitops.engine.forge;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.HEAD;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.MERGED;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.OTHER;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.TOKEN;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.failure;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GitLab, as docs.gitlab.com/api describes it. */
class GitLabTest {
    private static final String PROJECT = "/api/v4/projects/acme%2Fteam%2Fconfig";
    private static final String REQUEST = PROJECT + "/merge_requests/7";
    private static final String FIND = "GET " + PROJECT
            + "/merge_requests?state=opened&source_branch=gitops%2Fprod&target_branch=main&per_page=100";
    private static final String COMPARE = "GET " + PROJECT + "/repository/compare?from=main&to=gitops%2Fprod";
    private static final String CREATE = "{\"source_branch\":\"gitops/prod\",\"target_branch\":\"main\","
            + "\"title\":\"Promote shop\",\"description\":\"The diff\",\"remove_source_branch\":false}";
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        forge = host.forge(ForgeKind.GITLAB, "/api/v4", "/acme/team/config.git", "oauth2");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    static String mergeRequest(String state, String status) {
        return """
                {"id":900,"iid":7,"project_id":3,"title":"Promote shop","description":"The diff","state":"%s",
                 "source_branch":"gitops/prod","target_branch":"main","source_project_id":3,"target_project_id":3,
                 "sha":"%s","merge_commit_sha":null,"squash_commit_sha":null,"detailed_merge_status":"%s",
                 "web_url":"https://gitlab.test/acme/team/config/-/merge_requests/7",
                 "reviewers":[{"id":12,"username":"ann"}]}""".formatted(state, HEAD, status);
    }

    @Test
    void findsTheOpenOneOnALaterPage() throws Exception {
        String fork = mergeRequest("opened", "mergeable").replace("\"source_project_id\":3", "\"source_project_id\":4");
        host.on(FIND, json(200, "[" + fork + "]", "X-Next-Page", "2"))
                .on(FIND + "&page=2", json(200, "[" + mergeRequest("opened", "mergeable") + "]", "X-Next-Page", ""));

        assertThat(forge.find("gitops/prod", "main"))
                .contains(new PullRequest(
                        7,
                        "https://gitlab.test/acme/team/config/-/merge_requests/7",
                        "Promote shop",
                        "The diff",
                        "gitops/prod",
                        "main",
                        HEAD,
                        PullRequest.State.OPEN,
                        Optional.empty(),
                        new Mergeability(Answer.MERGEABLE, "GitLab calls it mergeable")));
    }

    @Test
    void opensOne() throws Exception {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"commits\":[{\"id\":\"1\"}],\"diffs\":[]}"))
                .on("POST " + PROJECT + "/merge_requests", CREATE, json(201, mergeRequest("opened", "preparing")));

        assertThat(forge.open(PROPOSAL))
                .isInstanceOfSatisfying(
                        OpenResult.Opened.class,
                        opened -> assertThat(opened.pullRequest().mergeability().answer())
                                .isEqualTo(Answer.CHECKING));
    }

    @Test
    void takesTheOneThatSomebodyOpenedMeanwhile() throws Exception {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"commits\":[{\"id\":\"1\"}]}"))
                .on(
                        "POST " + PROJECT + "/merge_requests",
                        CREATE,
                        json(
                                409,
                                "{\"message\":[\"Another open merge request already exists for this source branch: !7\"]}"))
                .on(FIND, json(200, "[" + mergeRequest("opened", "mergeable") + "]"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Existing.class);
    }

    @Test
    void opensNoneWithoutACommitBetween() throws Exception {
        host.on(FIND, json(200, "[]")).on(COMPARE, json(200, "{\"commits\":[],\"compare_same_ref\":false}"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
    }

    @Test
    void saysWhichFieldIsRefused() {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"commits\":[{\"id\":\"1\"}]}"))
                .on(
                        "POST " + PROJECT + "/merge_requests",
                        CREATE,
                        json(422, "{\"message\":{\"title\":[\"is too long\"]}}"))
                .on(FIND, json(200, "[]"));

        assertThat(failure(() -> forge.open(PROPOSAL))).hasMessageEndingWith("title is too long");
    }

    @Test
    void editsOne() throws Exception {
        String put = "PUT " + REQUEST;
        host.on("GET " + REQUEST, json(200, mergeRequest("opened", "mergeable")))
                .on(put, "{\"title\":\"New\",\"description\":\"Body\"}", json(200, "{}"))
                .on(put, "{\"add_labels\":\"env/prod,gitops\"}", json(200, "{}"))
                .on("GET " + REQUEST, json(200, mergeRequest("opened", "mergeable")))
                .on(put, "{\"state_event\":\"close\"}", json(200, "{}"));

        forge.rewrite(forge.read(7), "New", "Body");
        forge.label(7, new TreeSet<>(Set.of("gitops", "env/prod")));
        forge.close(7);
    }

    @Test
    void keepsTheReviewersThatAreThere() throws Exception {
        host.on("GET " + REQUEST, json(200, mergeRequest("opened", "mergeable")))
                .on("GET /api/v4/users?username=lena", json(200, "[{\"id\":15,\"username\":\"lena\"}]"))
                .on("PUT " + REQUEST, "{\"reviewer_ids\":[12,15]}", json(200, "{}"))
                .on("GET " + REQUEST, json(200, mergeRequest("opened", "mergeable")))
                .on("GET /api/v4/users?username=ann", json(200, "[{\"id\":12}]"))
                .on("GET " + REQUEST, json(200, mergeRequest("opened", "mergeable")))
                .on("GET /api/v4/users?username=nobody", json(200, "[]"));

        forge.requestReviews(7, Set.of("lena"));
        forge.requestReviews(7, Set.of("ann"));

        assertThat(failure(() -> forge.requestReviews(7, Set.of("nobody")))).hasMessageContaining("no user nobody");
    }

    @Test
    void readsApprovalsAndObjections() throws Exception {
        host.on("GET " + REQUEST + "/approvals", json(200, """
                                {"approvals_required":4,"approvals_left":1,"approved_by":[
                                 {"user":{"username":"ann"},"approved_at":"2026-03-01T10:00:01.500Z"},
                                 {"user":{"username":"ben"},"approved_at":"2026-03-01T10:00:00.000Z"},
                                 {"user":{"username":"kim"}}]}"""))
                .on("GET " + REQUEST + "/versions?per_page=100", json(200, """
                        [{"id":12,"head_commit_sha":"%1$s","created_at":"2026-03-01T10:05:00.000Z","state":"collected"},
                         {"id":11,"head_commit_sha":"%1$s","created_at":"2026-03-01T10:00:00.000Z","state":"collected"},
                         {"id":9,"head_commit_sha":"%2$s","created_at":"2026-03-01T09:00:00.000Z","state":"collected"}]""".formatted(HEAD, OTHER)))
                .on(
                        "GET " + REQUEST + "/reviewers",
                        json(
                                200,
                                "[{\"user\":{\"username\":\"ann\"},\"state\":\"approved\"},{\"user\":{\"username\":\"eve\"},\"state\":\"requested_changes\"}]"));

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals())
                .containsExactly(
                        new Reviews.Approval("ann", HEAD),
                        new Reviews.Approval("ben", ""),
                        new Reviews.Approval("kim", ""));
        assertThat(reviews.objections()).containsExactly("eve");
        assertThat(reviews.missing()).isEqualTo(OptionalInt.of(1));
    }

    @ParameterizedTest
    @CsvSource({
        "mergeable,MERGEABLE",
        "checking,CHECKING",
        "unchecked,CHECKING",
        "preparing,CHECKING",
        "conflict,CONFLICTING",
        "need_rebase,BEHIND",
        "ci_must_pass,BLOCKED",
        "ci_still_running,BLOCKED",
        "not_approved,BLOCKED",
        "draft_status,BLOCKED",
        "discussions_not_resolved,BLOCKED",
        "something_new,BLOCKED",
        "'',UNKNOWN"
    })
    void knowsWhetherItCouldBeMerged(String word, Answer answer) throws Exception {
        host.on("GET " + REQUEST, json(200, mergeRequest("opened", word)));

        assertThat(forge.read(7).mergeability().answer()).isEqualTo(answer);
    }

    @Test
    void knowsWhatAMergePutOnTheBase() throws Exception {
        String merged = mergeRequest("merged", "not_open");
        host.on(
                        "GET " + REQUEST,
                        json(
                                200,
                                merged.replace("\"merge_commit_sha\":null", "\"merge_commit_sha\":\"" + MERGED + "\"")))
                .on(
                        "GET " + REQUEST,
                        json(
                                200,
                                merged.replace(
                                        "\"squash_commit_sha\":null", "\"squash_commit_sha\":\"" + OTHER + "\"")))
                .on("GET " + REQUEST, json(200, merged));

        assertThat(forge.read(7).mergeCommit()).contains(MERGED);
        assertThat(forge.read(7).mergeCommit()).contains(OTHER);
        assertThat(forge.read(7).mergeCommit()).contains(HEAD);
    }

    private static MergeOrder order(MergeMethod method) {
        return new MergeOrder(method, HEAD, "Promote shop", "Gitops-Id: 1");
    }

    @Test
    void mergesInEveryWay() throws Exception {
        String merged = mergeRequest("merged", "not_open");
        String put = "PUT " + REQUEST + "/merge";
        String start = "{\"sha\":\"" + HEAD + "\",\"should_remove_source_branch\":false,";
        host.on(
                        put,
                        start + "\"squash\":false,\"merge_commit_message\":\"Promote shop\\n\\nGitops-Id: 1\"}",
                        json(
                                200,
                                merged.replace("\"merge_commit_sha\":null", "\"merge_commit_sha\":\"" + MERGED + "\"")))
                .on(
                        put,
                        start + "\"squash\":true,\"merge_commit_message\":\"Promote shop\\n\\nGitops-Id: 1\","
                                + "\"squash_commit_message\":\"Promote shop\\n\\nGitops-Id: 1\"}",
                        json(
                                200,
                                merged.replace(
                                        "\"squash_commit_sha\":null", "\"squash_commit_sha\":\"" + MERGED + "\"")))
                .on("GET " + PROJECT, json(200, "{\"id\":3,\"merge_method\":\"ff\"}"))
                .on(put, start + "\"squash\":false}", json(200, merged))
                .on("GET " + PROJECT, json(200, "{\"id\":3,\"merge_method\":\"merge\"}"));

        assertThat(forge.merge(7, order(MergeMethod.MERGE))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
        assertThat(forge.merge(7, order(MergeMethod.SQUASH))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isEqualTo(new MergeResult.Merged(Optional.of(HEAD)));
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isInstanceOf(MergeResult.Refused.class);
    }

    private MergeResult refused(int status, String message, String then) throws Exception {
        host.on("GET " + PROJECT, json(200, "{\"merge_method\":\"ff\"}"))
                .on(
                        "PUT " + REQUEST + "/merge",
                        "{\"sha\":\"" + HEAD + "\",\"should_remove_source_branch\":false,\"squash\":false}",
                        json(status, "{\"message\":\"" + message + "\"}"))
                .on("GET " + REQUEST, json(200, then));
        return forge.merge(7, order(MergeMethod.REBASE));
    }

    @Test
    void tellsByTheStateWhyNothingWasMerged() throws Exception {
        assertThat(refused(405, "405 Method Not Allowed", mergeRequest("opened", "ci_still_running")))
                .isInstanceOf(MergeResult.NotYet.class);
        assertThat(refused(405, "405 Method Not Allowed", mergeRequest("opened", "need_rebase")))
                .isInstanceOf(MergeResult.NotYet.class);
        assertThat(refused(405, "405 Method Not Allowed", mergeRequest("merged", "not_open")))
                .isInstanceOf(MergeResult.Merged.class);
        assertThat(refused(422, "Branch cannot be merged", mergeRequest("opened", "conflict")))
                .isInstanceOf(MergeResult.Conflict.class);
        assertThat(refused(
                        409,
                        "SHA does not match HEAD of source branch: " + OTHER,
                        mergeRequest("opened", "mergeable").replace(HEAD, OTHER)))
                .isEqualTo(new MergeResult.HeadMoved(OTHER));
        assertThat(refused(405, "405 Method Not Allowed", mergeRequest("closed", "not_open")))
                .isInstanceOf(MergeResult.Refused.class);
    }

    @Test
    void readsPipelineAndStatuses() throws Exception {
        String statuses =
                "GET " + PROJECT + "/repository/commits/" + HEAD + "/statuses?order_by=id&sort=desc&per_page=100";
        host.on(
                        "GET " + PROJECT + "/pipelines?sha=" + HEAD + "&order_by=id&sort=desc&per_page=1",
                        json(200, "[{\"id\":5,\"status\":\"running\",\"web_url\":\"https://gitlab.test/p/5\"}]"))
                .on(statuses, json(200, """
                                [{"id":9,"name":"build","status":"success","target_url":"https://gitlab.test/j/9","description":"ok","allow_failure":false},
                                 {"id":8,"name":"build","status":"failed","allow_failure":false},
                                 {"id":7,"name":"lint","status":"failed","allow_failure":true},
                                 {"id":6,"name":"deploy","status":"manual","description":null,"target_url":null}]""", "x-next-page", "2"))
                .on(
                        statuses + "&page=2",
                        json(
                                200,
                                "[{\"id\":3,\"name\":\"e2e\",\"status\":\"failed\"},{\"id\":2,\"name\":\"old\",\"status\":\"canceled\"},"
                                        + "{\"id\":1,\"name\":\"opt\",\"status\":\"skipped\"}]"));

        assertThat(forge.statuses(HEAD))
                .containsExactly(
                        new CommitStatus("pipeline", State.PENDING, "The latest pipeline", "https://gitlab.test/p/5"),
                        new CommitStatus("build", State.SUCCESS, "ok", "https://gitlab.test/j/9"),
                        new CommitStatus("lint", State.TOLERATED, "", ""),
                        new CommitStatus("deploy", State.PENDING, "", ""),
                        new CommitStatus("e2e", State.FAILURE, "", ""),
                        new CommitStatus("old", State.ERROR, "", ""),
                        new CommitStatus("opt", State.TOLERATED, "", ""));
    }

    @Test
    void takesASkippedPipelineForNone() throws Exception {
        host.on(
                        "GET " + PROJECT + "/pipelines?sha=" + HEAD + "&order_by=id&sort=desc&per_page=1",
                        json(200, "[{\"id\":5,\"status\":\"skipped\",\"web_url\":\"https://gitlab.test/p/5\"}]"))
                .on(
                        "GET " + PROJECT + "/repository/commits/" + HEAD
                                + "/statuses?order_by=id&sort=desc&per_page=100",
                        json(200, "[]"));

        assertThat(forge.statuses(HEAD)).extracting(CommitStatus::state).containsExactly(State.ERROR);
    }

    @Test
    void writesAStatusThatMayBeThereAlready() throws Exception {
        String post = "POST " + PROJECT + "/statuses/" + HEAD;
        String same = "GET " + PROJECT + "/repository/commits/" + HEAD
                + "/statuses?name=gitops%2Fprod&order_by=id&sort=desc&per_page=1";
        String pending =
                "{\"state\":\"pending\",\"name\":\"gitops/prod\",\"description\":\"d\",\"target_url\":\"https://ci.test/1\"}";
        String failed = "{\"state\":\"failed\",\"name\":\"gitops/prod\",\"description\":\"\"}";
        String transition = "{\"message\":\"Cannot transition status via :enqueue from :pending\"}";
        host.on(post, pending, json(201, "{}"))
                .on(post, pending, json(400, transition))
                .on(same, json(200, "[{\"name\":\"gitops/prod\",\"status\":\"pending\"}]"))
                .on(post, failed, json(400, transition))
                .on(same, json(200, "[{\"name\":\"gitops/prod\",\"status\":\"pending\"}]"));
        CommitStatus status = new CommitStatus("gitops/prod", State.PENDING, "d", "https://ci.test/1");

        forge.report(HEAD, status);
        forge.report(HEAD, status);

        assertThat(failure(() -> forge.report(HEAD, new CommitStatus("gitops/prod", State.ERROR, "", "")))
                        .reason())
                .isEqualTo(Reason.REFUSED);
    }
}
