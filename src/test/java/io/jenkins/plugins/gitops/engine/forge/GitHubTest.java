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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GitHub, and Enterprise Server below {@code /api/v3}, as docs.github.com/rest describes them. */
class GitHubTest {
    private static final String REPO = "/api/v3/repos/acme/config";
    private static final String FIND =
            "GET " + REPO + "/pulls?state=open&head=acme%3Agitops%2Fprod&base=main&per_page=100";
    private static final String COMPARE = "GET " + REPO + "/compare/main...gitops%2Fprod?per_page=1";
    private static final String CREATE =
            "{\"title\":\"Promote shop\",\"head\":\"gitops/prod\",\"base\":\"main\",\"body\":\"The diff\"}";
    private static final Proposal PROPOSAL = new Proposal("gitops/prod", "main", "Promote shop", "The diff");

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        forge = host.forge(ForgeKind.GITHUB, "/api/v3", "/acme/config.git", "somebody");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    static String pullRequest(String state, String mergeable) {
        return """
                {"number":7,"html_url":"https://github.test/acme/config/pull/7","state":"%s","locked":false,
                 "title":"Promote shop","body":"The diff","merged_at":null,"merge_commit_sha":"%s","merged":false,
                 "head":{"label":"acme:gitops/prod","ref":"gitops/prod","sha":"%s","repo":{"id":1}},
                 "base":{"label":"acme:main","ref":"main","sha":"%s","repo":{"id":1}},
                 "mergeable":null,"mergeable_state":"%s"}""".formatted(state, OTHER, HEAD, OTHER, mergeable);
    }

    private static String merged() {
        return pullRequest("closed", "unknown")
                .replace("\"merged\":false", "\"merged\":true")
                .replace("\"merged_at\":null", "\"merged_at\":\"2026-03-01T12:00:00Z\"")
                .replace("\"merge_commit_sha\":\"" + OTHER, "\"merge_commit_sha\":\"" + MERGED);
    }

    @Test
    void findsTheOpenOneOfAHeadAndBase() throws Exception {
        String other = pullRequest("open", "clean").replace("\"ref\":\"gitops/prod\"", "\"ref\":\"gitops/prod-2\"");
        String fork = pullRequest("open", "clean").replaceFirst("\"repo\":\\{\"id\":1}", "\"repo\":{\"id\":2}");
        host.on(FIND, json(200, "[" + other + "," + fork + "," + pullRequest("open", "clean") + "]"));

        PullRequest found = forge.find("gitops/prod", "main").orElseThrow();

        assertThat(found)
                .isEqualTo(new PullRequest(
                        7,
                        "https://github.test/acme/config/pull/7",
                        "Promote shop",
                        "The diff",
                        "gitops/prod",
                        "main",
                        HEAD,
                        PullRequest.State.OPEN,
                        Optional.empty(),
                        new Mergeability(Answer.MERGEABLE, "GitHub calls it clean")));
        assertThat(host.lastHeaders())
                .containsEntry("Accept", List.of("application/vnd.github+json"))
                .containsEntry("X-github-api-version", List.of("2022-11-28"));
    }

    @Test
    void followsPagesOnItsOwnAddressWhateverTheLinkSays() throws Exception {
        String second = "GET " + REPO + "/pulls?state=open&page=2";
        String link =
                "<https://elsewhere.test/x?state=open&page=2>; rel=\"next\", <https://elsewhere.test/x?page=9>; rel=\"last\"";
        host.on(FIND, json(200, "[]", "Link", link)).on(second, json(200, "[" + pullRequest("open", "dirty") + "]"));

        assertThat(forge.find("gitops/prod", "main")
                        .orElseThrow()
                        .mergeability()
                        .answer())
                .isEqualTo(Answer.CONFLICTING);
    }

    @Test
    void opensOne() throws Exception {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"status\":\"ahead\",\"ahead_by\":1,\"behind_by\":0,\"total_commits\":1}"))
                .on("POST " + REPO + "/pulls", CREATE, json(201, pullRequest("open", "unknown")));

        OpenResult opened = forge.open(PROPOSAL);

        assertThat(opened).isInstanceOfSatisfying(OpenResult.Opened.class, one -> {
            assertThat(one.pullRequest().number()).isEqualTo(7);
            assertThat(one.pullRequest().mergeability().answer()).isEqualTo(Answer.CHECKING);
        });
    }

    @Test
    void opensNoSecondOne() throws Exception {
        host.on(FIND, json(200, "[" + pullRequest("open", "clean") + "]"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Existing.class);
    }

    @Test
    void takesTheOneThatSomebodyOpenedMeanwhile() throws Exception {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"ahead_by\":1}"))
                .on(
                        "POST " + REPO + "/pulls",
                        CREATE,
                        json(
                                422,
                                "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"PullRequest\",\"code\":\"custom\","
                                        + "\"message\":\"A pull request already exists for acme:gitops/prod.\"}]}"))
                .on(FIND, json(200, "[" + pullRequest("open", "clean") + "]"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.Existing.class);
    }

    @Test
    void opensNoneWithoutACommitBetween() throws Exception {
        host.on(FIND, json(200, "[]")).on(COMPARE, json(200, "{\"status\":\"identical\",\"ahead_by\":0}"));

        assertThat(forge.open(PROPOSAL)).isInstanceOf(OpenResult.NothingToChange.class);
    }

    @Test
    void saysWhyOneIsRefused() {
        host.on(FIND, json(200, "[]"))
                .on(COMPARE, json(200, "{\"ahead_by\":2}"))
                .on(
                        "POST " + REPO + "/pulls",
                        CREATE,
                        json(
                                422,
                                "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"PullRequest\",\"field\":\"base\",\"code\":\"invalid\"}]}"))
                .on(FIND, json(200, "[]"));

        ForgeException refused = failure(() -> forge.open(PROPOSAL));

        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused)
                .hasMessage("Could not open a pull request from gitops/prod to main (GitHub, acme/config):"
                        + " Validation Failed; resource PullRequest; field base; code invalid");
    }

    @Test
    void rewritesWhatIsDifferentAlone() throws Exception {
        host.on(
                        "GET " + REPO + "/pulls/7",
                        json(200, pullRequest("open", "clean").replace("The diff", "The diff\\r\\nin lines\\r\\n")))
                .on(
                        "PATCH " + REPO + "/pulls/7",
                        "{\"title\":\"Promote shop again\",\"body\":\"The diff\\nin lines\"}",
                        json(200, pullRequest("open", "clean")));
        PullRequest open = forge.read(7);

        forge.rewrite(open, "Promote shop", "The diff\nin lines");
        forge.rewrite(open, "Promote shop\nagain", "The diff\nin lines");
    }

    @Test
    void labelsAndAsksForReviews() throws Exception {
        host.on("POST " + REPO + "/issues/7/labels", "{\"labels\":[\"env/prod\",\"gitops\"]}", json(200, "[]"))
                .on(
                        "POST " + REPO + "/pulls/7/requested_reviewers",
                        "{\"reviewers\":[\"lena\"],\"team_reviewers\":[\"sre\"]}",
                        json(201, pullRequest("open", "clean")))
                .on(
                        "POST " + REPO + "/pulls/7/requested_reviewers",
                        "{\"reviewers\":[\"nobody\"],\"team_reviewers\":[]}",
                        json(
                                422,
                                "{\"message\":\"Reviews may only be requested from collaborators. One or more of the users or"
                                        + " teams you specified is not a collaborator of the acme/config repository.\"}"));

        forge.label(7, new TreeSet<>(Set.of("gitops", "env/prod")));
        forge.requestReviews(7, new TreeSet<>(Set.of("lena", "acme/sre")));

        assertThat(failure(() -> forge.requestReviews(7, Set.of("nobody")))).hasMessageContaining("not a collaborator");
    }

    @Test
    void countsTheLastWordOfEveryReviewer() throws Exception {
        reviews("""
                        [{"user":{"login":"ann"},"state":"CHANGES_REQUESTED","commit_id":"%1$s"},
                         {"user":{"login":"ann"},"state":"APPROVED","commit_id":"%2$s"},
                         {"user":{"login":"ben"},"state":"APPROVED","commit_id":"%1$s"},
                         {"user":{"login":"ben"},"state":"COMMENTED","commit_id":"%2$s"},
                         {"user":{"login":"eve"},"state":"APPROVED","commit_id":"%2$s"},
                         {"user":{"login":"eve"},"state":"CHANGES_REQUESTED","commit_id":"%2$s"},
                         {"user":{"login":"kim"},"state":"DISMISSED","commit_id":"%2$s"}]""");

        permission("ann", "admin");
        permission("ben", "write");
        permission("eve", "write");

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals())
                .containsExactlyInAnyOrder(new Reviews.Approval("ann", HEAD), new Reviews.Approval("ben", OTHER));
        assertThat(reviews.objections()).containsExactly("eve");
        assertThat(reviews.missing()).isEmpty();
    }

    private void reviews(String answer) {
        host.on("GET " + REPO + "/pulls/7/reviews?per_page=100", json(200, answer.formatted(OTHER, HEAD)));
    }

    @Test
    void countsNobodyWhoMayOnlyRead() throws Exception {
        reviews("""
                        [{"author_association":"MEMBER","user":{"login":"mallory"},"state":"APPROVED","commit_id":"%2$s"},
                         {"author_association":"COLLABORATOR","user":{"login":"trudy"},"state":"APPROVED","commit_id":"%2$s"},
                         {"author_association":"NONE","user":{"login":"oscar"},"state":"CHANGES_REQUESTED","commit_id":"%2$s"},
                         {"author_association":"NONE","user":{"login":"ann"},"state":"CHANGES_REQUESTED","commit_id":"%2$s"},
                         {"user":null,"state":"APPROVED","commit_id":"%2$s"}]""");
        permission("mallory", "read");
        permission("trudy", "none");
        host.on("GET " + REPO + "/collaborators/oscar/permission", json(404, "{\"message\":\"Not Found\"}"));
        permission("ann", "write");

        Reviews reviews = forge.reviews(7);

        assertThat(reviews.approvals()).isEmpty();
        assertThat(reviews.objections()).containsExactly("ann");
    }

    private void permission(String user, String permission) {
        host.on(
                "GET " + REPO + "/collaborators/" + user + "/permission",
                json(200, "{\"permission\":\"" + permission + "\",\"role_name\":\"x\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "clean,MERGEABLE",
        "has_hooks,MERGEABLE",
        "unstable,MERGEABLE",
        "dirty,CONFLICTING",
        "blocked,BLOCKED",
        "draft,BLOCKED",
        "behind,BEHIND",
        "unknown,CHECKING",
        "something_new,UNKNOWN"
    })
    void knowsWhetherItCouldBeMerged(String word, Answer answer) throws Exception {
        host.on("GET " + REPO + "/pulls/7", json(200, pullRequest("open", word)));

        assertThat(forge.read(7).mergeability().answer()).isEqualTo(answer);
    }

    @Test
    void knowsWhatAMergePutOnTheBase() throws Exception {
        host.on("GET " + REPO + "/pulls/7", json(200, merged()));

        assertThat(forge.read(7))
                .returns(PullRequest.State.MERGED, PullRequest::state)
                .returns(Optional.of(MERGED), PullRequest::mergeCommit);
    }

    @ParameterizedTest
    @CsvSource({"MERGE,merge", "SQUASH,squash"})
    void mergesWithAMessageOfOurs(MergeMethod method, String word) throws Exception {
        host.on(
                "PUT " + REPO + "/pulls/7/merge",
                "{\"sha\":\"%s\",\"merge_method\":\"%s\",\"commit_title\":\"Promote shop\",\"commit_message\":\"Gitops-Id: 1\"}"
                        .formatted(HEAD, word),
                json(
                        200,
                        "{\"sha\":\"%s\",\"merged\":true,\"message\":\"Pull Request successfully merged\"}"
                                .formatted(MERGED)));

        assertThat(forge.merge(7, new MergeOrder(method, HEAD, "Promote shop", "Gitops-Id: 1")))
                .isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
    }

    private MergeResult rebase(String refusal, int status, String then) throws Exception {
        host.on(
                "PUT " + REPO + "/pulls/7/merge",
                "{\"sha\":\"%s\",\"merge_method\":\"rebase\"}".formatted(HEAD),
                json(status, refusal));
        if (!then.isEmpty()) {
            host.on("GET " + REPO + "/pulls/7", json(200, then));
        }
        return forge.merge(7, new MergeOrder(MergeMethod.REBASE, HEAD, "t", "m"));
    }

    @Test
    void tellsByTheStateWhyNothingWasMerged() throws Exception {
        String notMergeable = "{\"message\":\"Pull Request is not mergeable\"}";
        String moved = "{\"message\":\"Head branch was modified. Review and try the merge again.\"}";

        assertThat(rebase("{\"sha\":\"" + MERGED + "\",\"merged\":true}", 200, ""))
                .isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
        assertThat(rebase(notMergeable, 405, merged())).isEqualTo(new MergeResult.Merged(Optional.of(MERGED)));
        assertThat(rebase(notMergeable, 405, pullRequest("open", "dirty"))).isInstanceOf(MergeResult.Conflict.class);
        assertThat(rebase(notMergeable, 405, pullRequest("open", "blocked"))).isInstanceOf(MergeResult.NotYet.class);
        assertThat(rebase(notMergeable, 405, pullRequest("closed", "clean"))).isInstanceOf(MergeResult.Refused.class);
        assertThat(rebase(moved, 409, pullRequest("open", "clean").replace(HEAD, OTHER)))
                .isEqualTo(new MergeResult.HeadMoved(OTHER));
        assertThat(rebase(
                        "{\"message\":\"Base branch was modified. Review and try the merge again.\"}",
                        405,
                        pullRequest("open", "clean")))
                .isInstanceOf(MergeResult.NotYet.class);
        assertThat(rebase(
                        "{\"message\":\"Rebase merges are not allowed on this repository.\"}",
                        405,
                        pullRequest("open", "clean")))
                .isInstanceOfSatisfying(
                        MergeResult.Refused.class,
                        refused -> assertThat(refused.why()).contains("Rebase merges are not allowed"));
    }

    @Test
    void closesAnOpenOneAlone() throws Exception {
        host.on("GET " + REPO + "/pulls/7", json(200, pullRequest("open", "clean")))
                .on("PATCH " + REPO + "/pulls/7", "{\"state\":\"closed\"}", json(200, pullRequest("closed", "clean")))
                .on("GET " + REPO + "/pulls/7", json(200, merged()));

        forge.close(7);
        forge.close(7);
    }

    @Test
    void readsStatusesAndCheckRuns() throws Exception {
        String status = "GET " + REPO + "/commits/" + HEAD + "/status?per_page=100";
        String runs = "GET " + REPO + "/commits/" + HEAD + "/check-runs?filter=latest&per_page=100";
        host.on(
                        status,
                        json(
                                200,
                                """
                                {"state":"failure","statuses":[
                                {"state":"success","context":"ci/build","description":"12 tests","target_url":"https://ci.test/1"},
                                {"state":"failure","context":"policy","description":null,"target_url":null}]}""",
                                "Link",
                                "<" + host.url(REPO) + "/commits/x/status?per_page=100&page=2>; rel=\"next\""))
                .on(
                        status + "&page=2",
                        json(
                                200,
                                "{\"statuses\":[{\"state\":\"pending\",\"context\":\"soak\"},{\"state\":\"error\",\"context\":\"scan\"}]}"))
                .on(runs, json(200, """
                        {"total_count":6,"check_runs":[
                        {"name":"e2e","status":"completed","conclusion":"success","details_url":"https://ci.test/2","html_url":"h","output":{"title":"ok"}},
                        {"name":"lint","status":"completed","conclusion":"skipped","details_url":null,"html_url":"https://github.test/r/3","output":{"title":null}},
                        {"name":"advice","status":"completed","conclusion":"neutral"},
                        {"name":"load","status":"in_progress","conclusion":null},
                        {"name":"slow","status":"completed","conclusion":"timed_out"},
                        {"name":"odd","status":"completed","conclusion":"something_new"},
                        {"name":"ask","status":"completed","conclusion":"action_required"}]}"""));

        assertThat(forge.statuses(HEAD))
                .containsExactly(
                        new CommitStatus("ci/build", State.SUCCESS, "12 tests", "https://ci.test/1"),
                        new CommitStatus("policy", State.FAILURE, "", ""),
                        new CommitStatus("soak", State.PENDING, "", ""),
                        new CommitStatus("scan", State.ERROR, "", ""),
                        new CommitStatus("e2e", State.SUCCESS, "ok", "https://ci.test/2"),
                        new CommitStatus("lint", State.TOLERATED, "", "https://github.test/r/3"),
                        new CommitStatus("advice", State.SUCCESS, "", ""),
                        new CommitStatus("load", State.PENDING, "", ""),
                        new CommitStatus("slow", State.FAILURE, "", ""),
                        new CommitStatus("odd", State.ERROR, "", ""),
                        new CommitStatus("ask", State.PENDING, "", ""));
    }

    @Test
    void givesNoShorterListWhereCheckRunsMayNotBeRead() {
        host.on("GET " + REPO + "/commits/" + HEAD + "/status?per_page=100", json(200, "{\"statuses\":[]}"))
                .on(
                        "GET " + REPO + "/commits/" + HEAD + "/check-runs?filter=latest&per_page=100",
                        json(403, "{\"message\":\"Resource not accessible by personal access token\"}"));

        ForgeException refused = failure(() -> forge.statuses(HEAD));

        assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refused).hasMessageContaining("\"Checks: read\"");
    }

    @Test
    void writesAStatus() throws Exception {
        host.on(
                        "POST " + REPO + "/statuses/" + HEAD,
                        "{\"state\":\"pending\",\"context\":\"gitops/prod\",\"description\":\"%s…\",\"target_url\":\"https://ci.test/9\"}"
                                .formatted("x".repeat(139)),
                        json(201, "{\"id\":1}"))
                .on(
                        "POST " + REPO + "/statuses/" + HEAD,
                        "{\"state\":\"error\",\"context\":\"gitops/prod\",\"description\":\"\"}",
                        json(201, "{\"id\":2}"));

        forge.report(HEAD, new CommitStatus("gitops/prod", State.PENDING, "x".repeat(200), "https://ci.test/9"));
        forge.report(HEAD, new CommitStatus("gitops/prod", State.ERROR, "", ""));
    }
}
