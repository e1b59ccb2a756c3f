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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure DevOps Services, and Server below its collection, as learn.microsoft.com/rest/api/azure/devops describes them. */
class AzureTest {
    private static final String REPO = "/tfs/Main/My%20Shop/_apis/git/repositories/config";
    private static final String VERSION = "api-version=7.0";
    private static final String ONE = REPO + "/pullrequests/7?" + VERSION;
    private static final String FIND = "GET " + REPO + "/pullrequests?" + VERSION
            + "&searchCriteria.status=active&searchCriteria.sourceRefName=refs%2Fheads%2Fgitops%2Fprod"
            + "&searchCriteria.targetRefName=refs%2Fheads%2Fmain&%24top=100";
    private static final String COMPARE = "GET " + REPO + "/diffs/commits?" + VERSION
            + "&baseVersionType=branch&baseVersion=main&targetVersionType=branch&targetVersion=gitops%2Fprod&%24top=1";
    private static final String CREATE =
            "{\"sourceRefName\":\"refs/heads/gitops/prod\",\"targetRefName\":\"refs/heads/main\","
                    + "\"title\":\"Promote shop\",\"description\":\"The diff\"}";
    private static final String LENA = "3b5f0c34-4aec-4bf4-8708-1d36f0dbc468";
    private static final String ANN = "d6245f20-2af8-44f4-9451-8107cb2767db";
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost(
                "Basic " + Base64.getEncoder().encodeToString((":" + TOKEN).getBytes(StandardCharsets.UTF_8)));
        forge = host.forge(ForgeKind.AZURE_DEVOPS, "/tfs/Main", "/tfs/Main/My%20Shop/_git/config", "whoever");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    static String pullRequest(String status, String merge) {
        return """
                {"pullRequestId":7,"status":"%s","isDraft":false,"title":"Promote shop","description":"The diff",
                 "sourceRefName":"refs/heads/gitops/prod","targetRefName":"refs/heads/main","mergeStatus":"%s",
                 "lastMergeSourceCommit":{"commitId":"%s"},"lastMergeTargetCommit":{"commitId":"%s"},
                 "lastMergeCommit":{"commitId":"%s"},
                 "reviewers":[
                  {"id":"%s","uniqueName":"ann@example.com","displayName":"Ann","vote":10,"isRequired":true},
                  {"id":"0a","displayName":"Eve","vote":-5},{"id":"0b","uniqueName":"kim","vote":0},
                  {"id":"0c","uniqueName":"ben","vote":5},{"id":"0d","uniqueName":"max","vote":-10}]}""".formatted(status, merge, HEAD, OTHER, MERGED, ANN);
    }

    private static String list(String... elements) {
        return "{\"count\":" + elements.length + ",\"value\":[" + String.join(",", elements) + "]}";
    }

    @Test
    void findsTheOpenOne() throws Exception {
        String fork = pullRequest("active", "succeeded")
                .replace("\"isDraft\"", "\"forkSource\":{\"name\":\"x\"},\"isDraft\"");
        host.on(FIND, json(200, list(fork, pullRequest("active", "succeeded"))));

        assertThat(forge.find("gitops/prod", "main"))
                .contains(new PullRequest(
                        7,
                        host.url("/tfs/Main/My%20Shop/_git/config/pullrequest/7"),
                        "Promote shop",
                        "The diff",
                        "gitops/prod",
                        "main",
                        HEAD,
                        PullRequest.State.OPEN,
                        Optional.empty(),
                        new Mergeability(Answer.MERGEABLE, "Azure DevOps calls it succeeded")));
    }

    @Test
    void opensOneWithABodyThatFits() throws Exception {
        host.on(FIND, json(200, list()))
                .on(COMPARE, json(200, "{\"aheadCount\":1,\"behindCount\":0,\"commonCommit\":\"x\",\"changes\":[]}"))
                .on("POST " + REPO + "/pullrequests?" + VERSION, CREATE, json(201, pullRequest("active", "queued")));

        assertThat(forge.open(PROPOSAL))
                .isInstanceOfSatisfying(
                        OpenResult.Opened.class,
                        opened -> assertThat(opened.pullRequest().mergeability().answer())
                                .isEqualTo(Answer.CHECKING));
    }

    @Test
    void takesTheOneThatSomebodyOpenedMeanwhile() throws Exception {
        host.on(FIND, json(200, list()))
                .on(COMPARE, json(200, "{\"aheadCount\":1}"))
                .on(
                        "POST " + REPO + "/pullrequests?" + VERSION,
                        CREATE,
                        json(
                                409,
                                "{\"$id\":\"1\",\"message\":\"TF401179: An active pull request for the source and target branch already exists.\","
                                        + "\"typeKey\":\"GitPullRequestExistsException\",\"errorCode\":0}"))
                .on(FIND, json(200, list(pullRequest("active", "queued"))));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Existing.class);
    }

    @Test
    void opensNoneWithoutACommitBetween() throws Exception {
        host.on(FIND, json(200, list())).on(COMPARE, json(200, "{\"aheadCount\":0,\"behindCount\":3}"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
    }

    @Test
    void editsOne() throws Exception {
        String labels = "POST " + REPO + "/pullRequests/7/labels?" + VERSION;
        host.on("GET " + ONE, json(200, pullRequest("active", "succeeded")))
                .on("PATCH " + ONE, "{\"title\":\"New\",\"description\":\"Body\"}", json(200, "{}"))
                .on(labels, "{\"name\":\"env/prod\"}", json(200, "{}"))
                .on(labels, "{\"name\":\"gitops\"}", json(200, "{}"))
                .on("GET " + ONE, json(200, pullRequest("active", "succeeded")))
                .on("PATCH " + ONE, "{\"status\":\"abandoned\"}", json(200, "{}"))
                .on("GET " + ONE, json(200, pullRequest("abandoned", "succeeded")));

        forge.rewrite(forge.read(7), "New", "Body");
        forge.label(7, new TreeSet<>(Set.of("gitops", "env/prod")));
        forge.close(7);
        forge.close(7);
    }

    @Test
    void asksForAReviewWithoutTakingAVoteBack() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("active", "succeeded")))
                .on(
                        "PUT " + REPO + "/pullRequests/7/reviewers/" + LENA + "?" + VERSION,
                        "{\"id\":\"" + LENA + "\",\"vote\":0}",
                        json(200, "{}"));

        forge.requestReviews(7, new TreeSet<>(Set.of(LENA, ANN)));

        assertThat(failure(() -> forge.requestReviews(7, Set.of("lena"))).reason())
                .isEqualTo(Reason.UNSUPPORTED);
    }

    private static String vote(String result, String voter, String time) {
        return """
                {"id":143,"publishedDate":"%s","isDeleted":false,"properties":{
                 "CodeReviewThreadType":{"$type":"System.String","$value":"VoteUpdate"},
                 "CodeReviewVoteResult":{"$type":"System.String","$value":"%s"},%s}""".formatted(time, result, voter);
    }

    private static String byIdentity(String id) {
        return "\"CodeReviewVotedByIdentity\":{\"$type\":\"System.String\",\"$value\":\"1\"}},\"identities\":{\"1\":{\"id\":\""
                + id + "\"}}," + writtenBy(id);
    }

    private static String byTfId(String id) {
        return tfId(id) + writtenBy(id);
    }

    private static String tfId(String id) {
        return "\"CodeReviewVotedByTfId\":{\"$type\":\"System.String\",\"$value\":\"" + id + "\"}},";
    }

    private static String writtenBy(String id) {
        return "\"comments\":[{\"id\":1,\"author\":{\"id\":\"" + id + "\"},\"commentType\":\"system\"}]";
    }

    /** The first push was of another commit; the head came with the second and was there at the third, too. */
    private void whenVotesCame(String... votes) {
        String threads = "{\"value\":[{\"id\":1,\"publishedDate\":\"2026-03-01T11:00:00Z\",\"properties\":null},"
                + String.join(",", votes) + "]}";
        host.on("GET " + REPO + "/pullRequests/7/threads?" + VERSION, json(200, threads))
                .on("GET " + REPO + "/pullRequests/7/iterations?" + VERSION, json(200, """
                        {"value":[{"id":3,"createdDate":"2026-03-01T10:30:00Z","sourceRefCommit":{"commitId":"%1$s"}},
                         {"id":1,"createdDate":"2026-03-01T09:00:00Z","sourceRefCommit":{"commitId":"%2$s"}},
                         {"id":2,"createdDate":"2026-03-01T10:00:00Z","sourceRefCommit":{"commitId":"%1$s"}}]}""".formatted(HEAD, OTHER)));
    }

    private void pullRequestWith(String voters) {
        host.on(
                "GET " + ONE,
                json(
                        200,
                        pullRequest("active", "succeeded")
                                .replaceAll("(?s)\"reviewers\":\\[.*]", "\"reviewers\":[" + voters + "]")));
    }

    @Test
    void knowsWhichVotesCameAfterTheLastPush() throws Exception {
        pullRequestWith(
                "{\"id\":\"A0-1\",\"uniqueName\":\"ann\",\"vote\":10},{\"id\":\"b0-1\",\"uniqueName\":\"ben\",\"vote\":5},"
                        + "{\"id\":\"c0-1\",\"uniqueName\":\"kim\",\"vote\":10},{\"id\":\"d0-1\",\"uniqueName\":\"lee\",\"vote\":10}");
        whenVotesCame(
                vote("10", byIdentity("a0-1"), "2026-03-01T09:30:00.5Z"),
                vote("10", byIdentity("a0-1"), "2026-03-01T10:00:00.58Z"),
                vote("5", byTfId("B01"), "2026-03-01T10:10:00Z"),
                vote("10", byIdentity("c0-1"), "2026-03-01T09:59:00Z"),
                // somebody else says so
                vote("10", tfId("c0-1") + writtenBy("e0-1"), "2026-03-01T10:20:00Z"),
                vote("-5", byIdentity("d0-1"), "2026-03-01T10:20:00Z"));

        assertThat(forge.reviews(7).approvals())
                .containsExactly(
                        new Reviews.Approval("ann", HEAD),
                        new Reviews.Approval("ben", HEAD),
                        new Reviews.Approval("kim", ""),
                        new Reviews.Approval("lee", ""));
    }

    @Test
    void readsVotes() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("active", "succeeded")));
        whenVotesCame(vote("10", byIdentity("nobody"), "2026-03-01T10:20:00Z"));

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals())
                .containsExactly(new Reviews.Approval("ann@example.com", ""), new Reviews.Approval("ben", ""));
        assertThat(reviews.objections()).containsExactly("0a", "max");
    }

    @Test
    void countsAMembersVoteOnceHoweverManyGroupsItIsGivenFor() throws Exception {
        String group = "\"isContainer\":true,\"uniqueName\":\"vstfs:///Classification/sre\"";
        String voters =
                "{\"id\":\"a1\",\"uniqueName\":\"ann\",\"vote\":10,\"votedFor\":[{\"id\":\"g1\"},{\"id\":\"g2\"}]},"
                        + "{\"id\":\"g1\"," + group
                        + ",\"vote\":10},{\"id\":\"g2\",\"uniqueName\":\"leads\",\"vote\":10},"
                        + "{\"id\":\"b1\",\"uniqueName\":\"ben\",\"vote\":-10,\"votedFor\":[{\"id\":\"g3\"}]},"
                        + "{\"id\":\"g3\"," + group + ",\"vote\":-10}";
        pullRequestWith(voters);
        whenVotesCame(vote("10", byIdentity("a1"), "2026-03-01T09:30:00Z"));

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals()).containsExactly(new Reviews.Approval("ann", ""));
        assertThat(reviews.objections()).containsExactly("ben");
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded,MERGEABLE",
        "conflicts,CONFLICTING",
        "queued,CHECKING",
        "notSet,CHECKING",
        "rejectedByPolicy,BLOCKED",
        "failure,BLOCKED",
        "something_new,UNKNOWN"
    })
    void knowsWhetherItCouldBeMerged(String word, Answer answer) throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("active", word)));

        assertThat(forge.read(7).mergeability().answer()).isEqualTo(answer);
    }

    private static String complete(String options) {
        return "{\"status\":\"completed\",\"lastMergeSourceCommit\":{\"commitId\":\"" + HEAD
                + "\"},\"completionOptions\":{\"deleteSourceBranch\":false," + options + "}}";
    }

    private static MergeOrder order(MergeMethod method) {
        return new MergeOrder(method, HEAD, "Promote shop", "Gitops-Id: 1");
    }

    @Test
    void mergesInEveryWay() throws Exception {
        String message = ",\"mergeCommitMessage\":\"Promote shop\\n\\nGitops-Id: 1\"";
        host.on(
                        "PATCH " + ONE,
                        complete("\"mergeStrategy\":\"noFastForward\"" + message),
                        json(200, pullRequest("active", "queued")))
                .on("GET " + ONE, json(200, pullRequest("completed", "succeeded")))
                .on(
                        "PATCH " + ONE,
                        complete("\"mergeStrategy\":\"squash\"" + message),
                        json(200, pullRequest("completed", "succeeded")))
                .on(
                        "PATCH " + ONE,
                        complete("\"mergeStrategy\":\"rebase\""),
                        json(200, pullRequest("completed", "succeeded")));

        assertThat(forge.merge(7, order(MergeMethod.MERGE))).isInstanceOf(MergeResult.Started.class);
        assertThat(forge.read(7))
                .returns(PullRequest.State.MERGED, PullRequest::state)
                .returns(Optional.of(MERGED), PullRequest::mergeCommit);
        assertThat(forge.merge(7, order(MergeMethod.SQUASH))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
    }

    @Test
    void tellsWhyNothingWasMerged() throws Exception {
        String rebase = complete("\"mergeStrategy\":\"rebase\"");
        host.on(
                        "PATCH " + ONE,
                        rebase,
                        json(
                                409,
                                "{\"message\":\"TF401192: The source branch was modified.\",\"typeKey\":\"GitPullRequestStaleException\"}"))
                .on("GET " + ONE, json(200, pullRequest("active", "succeeded").replace(HEAD, OTHER)))
                .on(
                        "PATCH " + ONE,
                        rebase,
                        json(
                                403,
                                "{\"message\":\"TF402455: Pushes to this branch are not permitted; policies are not met\","
                                        + "\"typeKey\":\"GitPullRequestUpdateRejectedByPolicyException\"}"))
                .on(
                        "PATCH " + ONE,
                        rebase,
                        json(
                                403,
                                "{\"message\":\"TF401027: You need the Git permission\",\"typeKey\":\"GitNeedsPermissionException\"}"))
                .on("PATCH " + ONE, rebase, json(400, "{\"message\":\"cannot be completed\"}"))
                .on("GET " + ONE, json(200, pullRequest("active", "conflicts")));

        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isEqualTo(new MergeResult.HeadMoved(OTHER));
        assertThat(forge.merge(7, order(MergeMethod.REBASE)))
                .isInstanceOfSatisfying(
                        MergeResult.NotYet.class,
                        notYet -> assertThat(notYet.why()).contains("policies are not met"));
        assertThat(failure(() -> forge.merge(7, order(MergeMethod.REBASE))).reason())
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(forge.merge(7, order(MergeMethod.REBASE))).isInstanceOf(MergeResult.Conflict.class);
    }

    @Test
    void readsStatusesPageByPage() throws Exception {
        String first = "GET " + REPO + "/commits/" + HEAD + "/statuses?" + VERSION + "&latestOnly=true&top=100";
        String[] hundred = new String[100];
        java.util.Arrays.fill(hundred, "{\"state\":\"succeeded\",\"context\":{\"name\":\"many\"}}");
        host.on(first, json(200, list(hundred)))
                .on(
                        first + "&skip=100",
                        json(
                                200,
                                list(
                                        "{\"id\":1,\"state\":\"failed\",\"description\":\"2 tests\",\"targetUrl\":\"https://ci.test/1\","
                                                + "\"context\":{\"name\":\"build\",\"genre\":\"ci\"}}",
                                        "{\"state\":\"pending\",\"context\":{\"name\":\"e2e\",\"genre\":null}}",
                                        "{\"state\":\"notApplicable\",\"context\":{\"name\":\"lint\"}}",
                                        "{\"state\":\"error\",\"context\":{\"name\":\"scan\"}}",
                                        "{\"state\":\"notSet\",\"context\":{\"name\":\"soak\"}}")));

        assertThat(forge.statuses(HEAD))
                .hasSize(105)
                .endsWith(
                        new CommitStatus("ci/build", State.FAILURE, "2 tests", "https://ci.test/1"),
                        new CommitStatus("e2e", State.PENDING, "", ""),
                        new CommitStatus("lint", State.SUCCESS, "", ""),
                        new CommitStatus("scan", State.ERROR, "", ""),
                        new CommitStatus("soak", State.PENDING, "", ""));
    }

    @Test
    void writesAStatus() throws Exception {
        String post = "POST " + REPO + "/commits/" + HEAD + "/statuses?" + VERSION;
        host.on(
                        post,
                        "{\"state\":\"succeeded\",\"description\":\"d\",\"targetUrl\":\"https://ci.test/1\","
                                + "\"context\":{\"name\":\"prod\",\"genre\":\"gitops\"}}",
                        json(201, "{}"))
                .on(
                        post,
                        "{\"state\":\"failed\",\"description\":\"\",\"context\":{\"name\":\"prod\"}}",
                        json(201, "{}"));

        forge.report(HEAD, new CommitStatus("gitops/prod", State.SUCCESS, "d", "https://ci.test/1"));
        forge.report(HEAD, new CommitStatus("prod", State.FAILURE, "", ""));
    }

    @Test
    void takesItsLoginPageForARefusal() {
        host.on("GET " + ONE, json(203, "<html>Sign In</html>"))
                .on("GET " + ONE, json(302, "", "Location", "https://login.test/_signin"));

        assertThat(failure(() -> forge.read(7)).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(() -> forge.read(7)).reason()).isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void slowsDownWhereItIsAskedTo() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("active", "succeeded"), "Retry-After", "30"));
        forge.read(7);

        ForgeException limited = failure(() -> forge.read(7));

        assertThat(limited.tryAgainAt()).contains(MovableClock.START.plus(Duration.ofSeconds(30)));
    }

    @Test
    void sendsATokenOfEntraAsOne() throws Exception {
        try (RecordedHost entra = new RecordedHost("Bearer eyJ0eXAi.eyJhdWQi.c2ln")) {
            entra.on(
                    "GET /acme/shop/_apis/git/repositories/config/pullrequests/7?" + VERSION,
                    json(200, pullRequest("active", "queued")));

            assertThat(entra.forge(
                                    ForgeKind.AZURE_DEVOPS,
                                    "/acme",
                                    "/acme/shop/_git/config",
                                    ForgeToken.of("", "eyJ0eXAi.eyJhdWQi.c2ln"))
                            .read(7)
                            .number())
                    .isEqualTo(7);
            entra.verify();
        }
    }
}
