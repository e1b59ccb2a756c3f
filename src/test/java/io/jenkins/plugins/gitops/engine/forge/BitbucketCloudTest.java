package io.jenkins.plugins.gitops.engine.forge;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.HEAD;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.MERGED;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.OTHER;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.TOKEN;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.failure;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.forge.CommitStatus.State;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.forge.Mergeability.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bitbucket Cloud, as developer.atlassian.com/cloud/bitbucket/rest describes it. */
class BitbucketCloudTest {
    private static final String REPO = "/2.0/repositories/acme/config";
    private static final String ONE = REPO + "/pullrequests/7";
    private static final String FIND =
            "GET " + REPO + "/pullrequests?q=state%3D%22OPEN%22%20AND%20source.branch.name%3D%22gitops%2Fprod%22"
                    + "%20AND%20destination.branch.name%3D%22main%22&pagelen=50";
    private static final String COMPARE = "GET " + REPO + "/commits?include=gitops%2Fprod&exclude=main&pagelen=1";
    private static final String COMMIT = "GET " + REPO + "/commit/";
    private static final String CREATE = "{\"title\":\"Promote shop\",\"description\":\"The diff\","
            + "\"source\":{\"branch\":{\"name\":\"gitops/prod\"}},\"destination\":{\"branch\":{\"name\":\"main\"}},"
            + "\"close_source_branch\":false}";
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Basic "
                + Base64.getEncoder().encodeToString(("ops@example.com:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
        forge = host.forge(ForgeKind.BITBUCKET_CLOUD, "/2.0", "/acme/config.git", "ops@example.com");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    /** Commits are given by their first twelve digits. */
    static String pullRequest(String state) {
        return """
                {"type":"pullrequest","id":7,"title":"Promote shop","description":"The diff","state":"%s","draft":false,
                 "source":{"branch":{"name":"gitops/prod"},"commit":{"hash":"111111111111"},"repository":{"uuid":"{r}"}},
                 "destination":{"branch":{"name":"main"},"commit":{"hash":"222222222222"},"repository":{"uuid":"{r}"}},
                 "merge_commit":null,"reviewers":[{"uuid":"{ann}","nickname":"ann"}],
                 "links":{"html":{"href":"https://bitbucket.test/acme/config/pull-requests/7"}},
                 "participants":[
                  {"user":{"nickname":"ann","account_id":"557058:1","uuid":"{ann}"},"role":"REVIEWER","approved":true,"state":"approved"},
                  {"user":{"nickname":"ann","account_id":"557058:2","uuid":"{an2}"},"role":"REVIEWER","approved":true,"state":"approved"},
                  {"user":{"nickname":"ann","uuid":"{eve}"},"role":"REVIEWER","approved":false,"state":"changes_requested"},
                  {"user":{"nickname":"kim","uuid":"{kim}"},"role":"PARTICIPANT","approved":false,"state":null}]}""".formatted(state);
    }

    private static String merged() {
        return pullRequest("MERGED").replace("\"merge_commit\":null", "\"merge_commit\":{\"hash\":\"333333333333\"}");
    }

    private RecordedHost wholeHead() {
        return host.on(COMMIT + "111111111111", json(200, "{\"hash\":\"" + HEAD + "\"}"));
    }

    private RecordedHost read(String answer) {
        host.on("GET " + ONE, json(200, answer));
        return wholeHead();
    }

    @Test
    void repeatsNothingThatIsNoCommit() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN").replace("111111111111", TOKEN)));

        assertThatThrownBy(() -> forge.read(7))
                .isInstanceOf(ForgeException.class)
                .hasMessage("Could not read a commit of a pull request: the answer has no commit id at hash; check the"
                        + " kind of host and its API URL");
    }

    @Test
    void findsTheOpenOneOnALaterPage() throws Exception {
        String fork = pullRequest("OPEN").replaceFirst("\\{r}", "{f}");
        host.on(
                        FIND,
                        json(
                                200,
                                "{\"pagelen\":50,\"values\":[" + fork
                                        + "],\"next\":\"https://elsewhere.test/x?ctx=a%2Bb&page=2\"}"))
                .on(
                        "GET " + REPO + "/pullrequests?ctx=a%2Bb&page=2",
                        json(200, "{\"values\":[" + pullRequest("OPEN") + "]}"));
        wholeHead();

        assertThat(forge.find("gitops/prod", "main"))
                .contains(new PullRequest(
                        7,
                        "https://bitbucket.test/acme/config/pull-requests/7",
                        "Promote shop",
                        "The diff",
                        "gitops/prod",
                        "main",
                        HEAD,
                        PullRequest.State.OPEN,
                        Optional.empty(),
                        new Mergeability(Answer.UNKNOWN, "Bitbucket Cloud tells only when it merges")));
    }

    @Test
    void opensOne() throws Exception {
        host.on(FIND, json(200, "{\"values\":[]}"))
                .on(COMPARE, json(200, "{\"values\":[{\"hash\":\"" + HEAD + "\"}]}"))
                .on("POST " + REPO + "/pullrequests", CREATE, json(201, pullRequest("OPEN")));
        wholeHead();

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void opensNoneWithoutACommitBetween() throws Exception {
        host.on(FIND, json(200, "{\"values\":[]}")).on(COMPARE, json(200, "{\"values\":[]}"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
    }

    @Test
    void saysWhyOneIsRefused() {
        host.on(FIND, json(200, "{\"values\":[]}"))
                .on(COMPARE, json(200, "{\"values\":[{}]}"))
                .on(
                        "POST " + REPO + "/pullrequests",
                        CREATE,
                        json(400, "{\"type\":\"error\",\"error\":{\"message\":\"There are no changes to be pulled\"}}"))
                .on(FIND, json(200, "{\"values\":[]}"));

        assertThat(failure(() -> forge.open(PROPOSAL))).hasMessageEndingWith("There are no changes to be pulled");
    }

    @Test
    void keepsReviewersWhenItWrites() throws Exception {
        read(pullRequest("OPEN"));
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "PUT " + ONE,
                        "{\"title\":\"New\",\"description\":\"Body\",\"reviewers\":[{\"uuid\":\"{ann}\"}]}",
                        json(200, "{}"))
                .on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "PUT " + ONE,
                        "{\"title\":\"Promote shop\",\"description\":\"The diff\",\"reviewers\":[{\"uuid\":\"{ann}\"},"
                                + "{\"account_id\":\"557058:lena\"},{\"uuid\":\"{kim}\"}]}",
                        json(200, "{}"));

        forge.rewrite(forge.read(7), "New", "Body");
        forge.requestReviews(7, new TreeSet<>(Set.of("{kim}", "557058:lena", "{ann}")));
    }

    @Test
    void hasNoLabels() {
        assertThat(failure(() -> forge.label(7, Set.of("a"))).reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(forge.has(Forge.Feature.LABELS)).isFalse();
        assertThat(forge.has(Forge.Feature.ATOMIC_HEAD)).isFalse();
        assertThat(forge.has(Forge.Feature.REVIEWERS)).isTrue();
    }

    private static String activity(String... entries) {
        return "{\"pagelen\":50,\"values\":[" + String.join(",", entries) + "]}";
    }

    private static String update(String hash, String time) {
        return """
                {"update":{"state":"OPEN","date":"2026-03-01T%s+00:00","source":{"branch":{"name":"gitops/prod"},
                 "commit":{"type":"commit","hash":"%s"}}},"pull_request":{"id":7}}""".formatted(time, hash);
    }

    private static String approval(String account, String time) {
        return """
                {"approval":{"date":"2026-03-01T%s+00:00","user":{"account_id":"%s","uuid":"{u}"}},
                 "pull_request":{"id":7}}""".formatted(time, account);
    }

    @Test
    void countsNoApprovalWhereAPushHasNoTime() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "GET " + ONE + "/activity?pagelen=50",
                        json(
                                200,
                                activity(
                                        approval("557058:1", "10:10:00"),
                                        update("222222222222", "nothing"),
                                        update("111111111111", "10:00:00"))));

        assertThat(forge.reviews(7).approvals())
                .containsExactly(new Reviews.Approval("557058:1", ""), new Reviews.Approval("557058:2", ""));
    }

    @Test
    void readsApprovalsAndObjections() throws Exception {
        host.on("GET " + ONE, json(200, pullRequest("OPEN")))
                .on(
                        "GET " + ONE + "/activity?pagelen=50",
                        json(
                                200,
                                activity(
                                                approval("557058:1", "10:10:00.000001"),
                                                update("111111111111", "10:09:00"),
                                                "{\"comment\":{\"id\":1}}",
                                                update("111111111111", "10:00:00"),
                                                approval("557058:2", "09:59:59.999999"))
                                        .replace("]}", "],\"next\":\"" + host.url(ONE + "/activity?page=ctx\"}"))))
                .on(
                        "GET " + ONE + "/activity?page=ctx",
                        json(
                                200,
                                activity(
                                        update("222222222222", "09:30:00"),
                                        approval("557058:1", "09:20:00"),
                                        update("111111111111", "09:00:00"))));
        wholeHead();

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals())
                .containsExactly(new Reviews.Approval("557058:1", HEAD), new Reviews.Approval("557058:2", ""));
        assertThat(reviews.objections()).containsExactly("{eve}");
    }

    @ParameterizedTest
    @CsvSource({"MERGE,merge_commit", "SQUASH,squash", "REBASE,rebase_fast_forward"})
    void mergesInEveryWay(MergeMethod method, String strategy) throws Exception {
        read(pullRequest("OPEN"))
                .on(
                        "POST " + ONE + "/merge",
                        "{\"merge_strategy\":\"%s\",\"message\":\"Promote shop\\n\\nGitops-Id: 1\",\"close_source_branch\":false}"
                                .formatted(strategy),
                        json(200, merged()))
                .on(COMMIT + "333333333333", json(200, "{\"hash\":\"" + MERGED + "\"}"));

        assertThat(forge.merge(7, new MergeOrder(method, HEAD, "Promote shop", "Gitops-Id: 1")))
                .isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
    }

    @Test
    void mergesNothingButWhatWasReviewed() throws Exception {
        read(pullRequest("OPEN"));

        assertThat(forge.merge(7, new MergeOrder(MergeMethod.MERGE, OTHER, "t", "")))
                .isEqualTo(new MergeResult.HeadMoved(HEAD));
    }

    @Test
    void leavesALongMergeToTheHost() throws Exception {
        read(pullRequest("OPEN"))
                .on(
                        "POST " + ONE + "/merge",
                        "{\"merge_strategy\":\"squash\",\"message\":\"t\",\"close_source_branch\":false}",
                        json(
                                202,
                                "{\"task_status\":\"PENDING\",\"links\":{}}",
                                "Location",
                                "https://elsewhere.test/task"));

        assertThat(forge.merge(7, new MergeOrder(MergeMethod.SQUASH, HEAD, "t", "")))
                .isInstanceOf(MergeResult.Started.class);
    }

    @Test
    void saysWhyNothingWasMerged() throws Exception {
        String merge = "POST " + ONE + "/merge";
        String body = "{\"merge_strategy\":\"squash\",\"message\":\"t\",\"close_source_branch\":false}";
        MergeOrder order = new MergeOrder(MergeMethod.SQUASH, HEAD, "t", "");
        read(pullRequest("OPEN"))
                .on(merge, body, json(409, "{\"type\":\"error\",\"error\":{\"message\":\"Conflicts in a.txt\"}}"));
        read(pullRequest("OPEN"));
        read(pullRequest("OPEN"))
                .on(merge, body, json(400, "{\"type\":\"error\",\"error\":{\"message\":\"Already closed\"}}"));
        read(pullRequest("DECLINED"));
        read(pullRequest("OPEN")).on(merge, body, json(555, ""));

        assertThat(forge.merge(7, order))
                .isInstanceOfSatisfying(
                        MergeResult.NotYet.class,
                        notYet -> assertThat(notYet.why()).contains("Conflicts in a.txt"));
        assertThat(forge.merge(7, order)).isInstanceOf(MergeResult.Refused.class);
        assertThat(failure(() -> forge.merge(7, order)).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void closesOne() throws Exception {
        read(pullRequest("OPEN")).on("POST " + ONE + "/decline", "{}", json(200, "{}"));
        read(pullRequest("SUPERSEDED"));

        forge.close(7);
        forge.close(7);
    }

    @Test
    void readsStatuses() throws Exception {
        String first = "GET " + REPO + "/commit/" + HEAD + "/statuses?pagelen=100";
        host.on(first, json(200, """
                        {"values":[
                        {"type":"build","key":"build","name":"Build 12","state":"SUCCESSFUL","url":"https://ci.test/1","description":"ok"},
                        {"key":"lint","state":"FAILED"}],"next":"%s"}""".formatted(host.url("/2.0/x?pagelen=100&page=2"))))
                .on(
                        first + "&page=2",
                        json(
                                200,
                                "{\"values\":[{\"key\":\"e2e\",\"state\":\"INPROGRESS\"},{\"key\":\"old\",\"state\":\"STOPPED\"}]}"));

        assertThat(forge.statuses(HEAD))
                .containsExactly(
                        new CommitStatus("build", State.SUCCESS, "ok", "https://ci.test/1"),
                        new CommitStatus("lint", State.FAILURE, "", ""),
                        new CommitStatus("e2e", State.PENDING, "", ""),
                        new CommitStatus("old", State.ERROR, "", ""));
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS,SUCCESSFUL", "FAILURE,FAILED", "PENDING,INPROGRESS", "ERROR,STOPPED"})
    void writesAStatus(State state, String word) throws Exception {
        host.on(
                "POST " + REPO + "/commit/" + HEAD + "/statuses/build",
                "{\"key\":\"gitops/prod\",\"name\":\"gitops/prod\",\"state\":\"%s\",\"url\":\"https://ci.test/1\",\"description\":\"d\"}"
                        .formatted(word),
                json(201, "{}"));

        forge.report(HEAD, new CommitStatus("gitops/prod", state, "d", "https://ci.test/1"));
    }

    @Test
    void saysWhatAStatusNeeds() {
        assertThat(failure(() -> forge.report(HEAD, new CommitStatus("a", State.SUCCESS, "", ""))))
                .hasMessageContaining("without a URL");
        assertThat(failure(() ->
                        forge.report(HEAD, new CommitStatus("a".repeat(41), State.SUCCESS, "", "https://ci.test"))))
                .hasMessageContaining("up to 40 characters");
    }
}
