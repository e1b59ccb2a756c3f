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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bitbucket Data Center, as developer.atlassian.com/server/bitbucket/rest describes it. */
class BitbucketDataCenterTest {
    private static final String REPO = "/bitbucket/rest/api/1.0/projects/SHOP/repos/config";
    private static final String ONE = REPO + "/pull-requests/7";
    private static final String FIND =
            "GET " + REPO + "/pull-requests?state=OPEN&direction=OUTGOING&at=refs%2Fheads%2Fgitops%2Fprod&limit=100";
    private static final String COMPARE =
            "GET " + REPO + "/compare/commits?from=refs%2Fheads%2Fgitops%2Fprod&to=refs%2Fheads%2Fmain&limit=1";
    private static final String CREATE = "{\"title\":\"Promote shop\",\"description\":\"The diff\","
            + "\"fromRef\":{\"id\":\"refs/heads/gitops/prod\"},\"toRef\":{\"id\":\"refs/heads/main\"}}";
    private static final String NONE = "{\"size\":0,\"limit\":100,\"isLastPage\":true,\"values\":[],\"start\":0}";
    private static final String CLEAN = "{\"canMerge\":true,\"conflicted\":false,\"outcome\":\"CLEAN\",\"vetoes\":[]}";
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        forge = host.forge(
                ForgeKind.BITBUCKET_DATA_CENTER, "/bitbucket/rest", "/bitbucket/scm/SHOP/config.git", "x-token-auth");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    static String pullRequest(String state) {
        return """
                {"id":7,"version":4,"title":"Promote shop","description":"The diff","state":"%s","open":true,"closed":false,
                 "fromRef":{"id":"refs/heads/gitops/prod","displayId":"gitops/prod","latestCommit":"%s","repository":{"id":1}},
                 "toRef":{"id":"refs/heads/main","displayId":"main","latestCommit":"%s","repository":{"id":1}},
                 "reviewers":[
                  {"user":{"name":"ann"},"approved":true,"status":"APPROVED","lastReviewedCommit":"%2$s"},
                  {"user":{"name":"eve"},"approved":false,"status":"NEEDS_WORK"},
                  {"user":{"name":"kim"},"approved":false,"status":"UNAPPROVED"}],
                 "links":{"self":[{"href":"https://bitbucket.test/projects/SHOP/repos/config/pull-requests/7"}]}}""".formatted(state, HEAD, OTHER);
    }

    private static String merged() {
        return pullRequest("MERGED")
                .replace("\"links\"", "\"properties\":{\"mergeCommit\":{\"id\":\"" + MERGED + "\"}},\"links\"");
    }

    private void read(String mergeability) {
        host.on("GET " + ONE, json(200, pullRequest("OPEN"))).on("GET " + ONE + "/merge", json(200, mergeability));
    }

    @Test
    void findsTheOpenOneOnALaterPage() throws Exception {
        String elsewhere = pullRequest("OPEN").replace("refs/heads/main", "refs/heads/other");
        host.on(FIND, json(200, "{\"isLastPage\":false,\"nextPageStart\":100,\"values\":[" + elsewhere + "]}"))
                .on(
                        FIND + "&start=100",
                        json(
                                200,
                                "{\"isLastPage\":true,\"nextPageStart\":null,\"values\":[" + pullRequest("OPEN")
                                        + "]}"));

        assertThat(forge.find("gitops/prod", "main"))
                .contains(new PullRequest(
                        7,
                        "https://bitbucket.test/projects/SHOP/repos/config/pull-requests/7",
                        "Promote shop",
                        "The diff",
                        "gitops/prod",
                        "main",
                        HEAD,
                        PullRequest.State.OPEN,
                        Optional.empty(),
                        new Mergeability(Answer.UNKNOWN, "It was not asked for")));
    }

    @Test
    void opensOne() throws Exception {
        host.on(FIND, json(200, NONE))
                .on(COMPARE, json(200, "{\"values\":[{\"id\":\"" + HEAD + "\"}],\"isLastPage\":true}"))
                .on("POST " + REPO + "/pull-requests", CREATE, json(201, pullRequest("OPEN")));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void takesTheOneThatSomebodyOpenedMeanwhile() throws Exception {
        host.on(FIND, json(200, NONE))
                .on(COMPARE, json(200, "{\"values\":[{}]}"))
                .on(
                        "POST " + REPO + "/pull-requests",
                        CREATE,
                        json(
                                409,
                                "{\"errors\":[{\"context\":null,\"message\":\"Only one pull request may be open for a given source and"
                                        + " target branch\",\"exceptionName\":\"com.atlassian.bitbucket.pull.DuplicatePullRequestException\"}]}"))
                .on(FIND, json(200, "{\"isLastPage\":true,\"values\":[" + pullRequest("OPEN") + "]}"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Existing.class);
    }

    @Test
    void opensNoneWithoutACommitBetween() throws Exception {
        host.on(FIND, json(200, NONE)).on(COMPARE, json(200, NONE));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
    }

    @Test
    void keepsReviewersWhenItWrites() throws Exception {
        read(CLEAN);
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "PUT " + ONE,
                        "{\"title\":\"New\",\"description\":\"Body\",\"version\":4,\"reviewers\":[{\"user\":{\"name\":\"ann\"}},"
                                + "{\"user\":{\"name\":\"eve\"}},{\"user\":{\"name\":\"kim\"}}]}",
                        json(200, "{}"))
                .on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "PUT " + ONE,
                        "{\"title\":\"Promote shop\",\"description\":\"The diff\",\"version\":4,\"reviewers\":["
                                + "{\"user\":{\"name\":\"ann\"}},{\"user\":{\"name\":\"eve\"}},{\"user\":{\"name\":\"kim\"}},{\"user\":{\"name\":\"lena\"}}]}",
                        json(200, "{}"));

        forge.rewrite(forge.read(7), "New", "Body");
        forge.requestReviews(7, Set.of("lena"));
    }

    @Test
    void saysWhereSomebodyElseWroteMeanwhile() {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "PUT " + ONE,
                        "{\"title\":\"Promote shop\",\"description\":\"The diff\",\"version\":4,\"reviewers\":["
                                + "{\"user\":{\"name\":\"ann\"}},{\"user\":{\"name\":\"eve\"}},{\"user\":{\"name\":\"kim\"}},{\"user\":{\"name\":\"lena\"}}]}",
                        json(
                                409,
                                "{\"errors\":[{\"message\":\"You are attempting to modify a pull request based on out-of-date information.\","
                                        + "\"exceptionName\":\"com.atlassian.bitbucket.pull.PullRequestOutOfDateException\",\"currentVersion\":5}]}"));

        assertThat(failure(() -> forge.requestReviews(7, Set.of("lena")))).hasMessageContaining("out-of-date");
    }

    @Test
    void readsApprovalsAndObjections() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")));

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals()).containsExactly(new Reviews.Approval("ann", HEAD));
        assertThat(reviews.objections()).containsExactly("eve");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"canMerge\":true,\"conflicted\":false,\"outcome\":\"CLEAN\",\"vetoes\":[]}|MERGEABLE|would merge it",
                "{\"canMerge\":false,\"conflicted\":true,\"outcome\":\"CONFLICTED\",\"vetoes\":[]}|CONFLICTING|conflicted",
                "{\"canMerge\":false,\"conflicted\":false,\"outcome\":\"CLEAN\",\"vetoes\":[{\"summaryMessage\":\"Needs 2 approvals\"}]}|BLOCKED|Needs 2 approvals",
                "{\"canMerge\":false,\"conflicted\":false,\"outcome\":\"UNKNOWN\",\"vetoes\":[]}|CHECKING|UNKNOWN"
            })
    void knowsWhetherItCouldBeMerged(String merge, Answer answer, String why) throws Exception {
        read(merge);

        Mergeability mergeability = forge.read(7).mergeability();

        assertThat(mergeability.answer()).isEqualTo(answer);
        assertThat(mergeability.why()).contains(why);
    }

    private static MergeOrder order(MergeMethod method) {
        return new MergeOrder(method, HEAD, "Promote shop", "Gitops-Id: 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MERGE|{\"strategyId\":\"no-ff\",\"message\":\"Promote shop\\n\\nGitops-Id: 1\",\"autoSubject\":false}",
                "SQUASH|{\"strategyId\":\"squash\",\"message\":\"Promote shop\\n\\nGitops-Id: 1\",\"autoSubject\":false}",
                "REBASE|{\"strategyId\":\"rebase-ff-only\"}"
            })
    void mergesTheVersionWithTheHeadThatWasReviewed(MergeMethod method, String body) throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on("POST " + ONE + "/merge?version=4", body, json(200, merged()));

        assertThat(forge.merge(7, order(method))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
    }

    @Test
    void mergesNothingButWhatWasReviewed() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")));

        assertThat(forge.merge(7, new MergeOrder(MergeMethod.MERGE, OTHER, "t", "")))
                .isEqualTo(new MergeResult.HeadMoved(HEAD));
    }

    @Test
    void tellsByTheStateWhyNothingWasMerged() throws Exception {
        String merge = "POST " + ONE + "/merge?version=4";
        String rebase = "{\"strategyId\":\"rebase-ff-only\"}";
        String veto = "{\"errors\":[{\"message\":\"Merging the pull request is not possible\",\"exceptionName\":"
                + "\"com.atlassian.bitbucket.pull.PullRequestMergeVetoedException\",\"vetoes\":[{\"summaryMessage\":\"Not all checks pass\"}]}]}";
        String moved =
                "{\"errors\":[{\"exceptionName\":\"com.atlassian.bitbucket.pull.PullRequestOutOfDateException\"}]}";
        host.on("GET " + ONE, json(200, pullRequest("OPEN"))).on(merge, rebase, json(409, veto));
        read("{\"canMerge\":false,\"vetoes\":[{\"summaryMessage\":\"Not all checks pass\"}]}");
        host.on("GET " + ONE, json(200, pullRequest("OPEN"))).on(merge, rebase, json(409, moved));
        host.on("GET " + ONE, json(200, pullRequest("OPEN").replace(HEAD, OTHER)))
                .on("GET " + ONE + "/merge", json(200, CLEAN));
        host.on("GET " + ONE, json(200, pullRequest("OPEN"))).on(merge, rebase, json(409, veto));
        read("{\"canMerge\":false,\"conflicted\":true}");
        host.on("GET " + ONE, json(200, pullRequest("OPEN"))).on(merge, rebase, json(409, veto));
        host.on("GET " + ONE, json(200, merged()));

        assertThat(forge.merge(7, order(MergeMethod.REBASE)))
                .isInstanceOfSatisfying(
                        MergeResult.NotYet.class,
                        notYet -> assertThat(notYet.why()).contains("Not all checks pass"));
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isEqualTo(new MergeResult.HeadMoved(OTHER));
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isInstanceOf(MergeResult.Conflict.class);
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
    }

    @Test
    void closesTheVersionThatIsOpen() throws Exception {
        read(CLEAN);
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on("POST " + ONE + "/decline?version=4", "{\"version\":4}", json(200, "{}"))
                .on("GET " + ONE, json(200, pullRequest("DECLINED")));

        forge.close(7);
        forge.close(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"values\":[]}", "{\"isLastPage\":false,\"values\":[]}"})
    void takesNoListForWholeThatDoesNotSaySo(String page) {
        for (int i = 0; i < 10; i++) {
            host.on("GET /bitbucket/rest/build-status/1.0/commits/" + HEAD + "?limit=100", json(200, page));
        }

        assertThat(failure(() -> forge.statuses(HEAD)).reason()).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void readsAndWritesStatuses() throws Exception {
        String first = "GET /bitbucket/rest/build-status/1.0/commits/" + HEAD + "?limit=100";
        host.on(first, json(200, """
                        {"isLastPage":false,"nextPageStart":3,"values":[
                        {"state":"SUCCESSFUL","key":"build","name":"Build","url":"https://ci.test/1","description":"ok","dateAdded":1},
                        {"state":"FAILED","key":"lint","url":"https://ci.test/2"},
                        {"state":"INPROGRESS","key":"e2e","url":"https://ci.test/3"}]}"""))
                .on(
                        first + "&start=3",
                        json(
                                200,
                                "{\"isLastPage\":true,\"values\":[{\"state\":\"CANCELLED\",\"key\":\"old\",\"url\":\"u\"}]}"))
                .on(
                        "POST " + REPO + "/commits/" + HEAD + "/builds",
                        "{\"key\":\"gitops/prod\",\"name\":\"gitops/prod\",\"state\":\"FAILED\",\"url\":\"https://ci.test/9\",\"description\":\"d\"}",
                        json(204, ""));

        assertThat(forge.statuses(HEAD))
                .containsExactly(
                        new CommitStatus("build", State.SUCCESS, "ok", "https://ci.test/1"),
                        new CommitStatus("lint", State.FAILURE, "", "https://ci.test/2"),
                        new CommitStatus("e2e", State.PENDING, "", "https://ci.test/3"),
                        new CommitStatus("old", State.ERROR, "", "u"));
        forge.report(HEAD, new CommitStatus("gitops/prod", State.ERROR, "d", "https://ci.test/9"));
    }

    @Test
    void knowsItsTokenBucket() {
        host.on(
                "GET " + ONE,
                json(429, "{}", "X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "0", "Retry-After", "5"));

        ForgeException limited = failure(() -> forge.reviews(7));

        assertThat(limited.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limited.tryAgainAt()).contains(MovableClock.START.plus(Duration.ofSeconds(5)));
    }

    @Test
    void hasNoLabels() {
        assertThat(failure(() -> forge.label(7, Set.of("a"))))
                .hasMessage("Bitbucket Data Center has no labels on pull requests");
    }
}
