package io.jenkins.plugins.gitops.engine.promotion;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.TOKEN;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy.Merge;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy.Method;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.forge.RecordedHost;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where other hosts differ from Gitea: their documented shapes on loopback, beside a real Git server. */
class PullRequestHostsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEAD = "gitops/promote/shop/prod";
    private static final PromotionRequest REQUEST = new PromotionRequest(
            "p1",
            "main",
            PromoterTest.tag("app.yaml", "2"),
            "Promote 2",
            Trailers.of("shop", "prod", "2", "shop #17"),
            new Person("Jenkins", "jenkins@example.com"));
    private static final RenderedChange FILES = new RenderedChange((tree, path) -> List.of(), List.of());
    private static final String DIFF = """
            diff --git a/app.yaml b/app.yaml
            --- a/app.yaml
            +++ b/app.yaml
            @@ -1 +1 @@
            -tag: 1
            +tag: 2
            """;

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private Mirror mirror;
    private RecordedHost host;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        server.createRepository("config", Map.of("app.yaml", "tag: 1\n", "README", "here"));
        mirrors = new Mirrors(cache);
        mirror = mirrors.open(server.access("config"));
    }

    @AfterEach
    void stop() {
        host.close();
        mirrors.close();
        server.close();
        host.verify();
    }

    private PullRequestPromotion promotion(Forge forge, PullRequestPolicy policy, boolean waits) {
        return new PullRequestPromotion(
                mirror,
                forge,
                new PullRequestPlan(REQUEST, HEAD, policy, FILES, waits, null),
                MergeGate.OPEN,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                host.clock);
    }

    private PullRequestLook.Again again(PullRequestPromotion promotion) throws IOException {
        PullRequestLook look = promotion.look();
        assertThat(look).isInstanceOf(PullRequestLook.Again.class);
        return (PullRequestLook.Again) look;
    }

    private static PullRequestResult done(PullRequestPromotion promotion) throws IOException {
        return ((PullRequestLook.Done) promotion.look()).result();
    }

    /** What the commit of a merge by itself says. */
    private String merged(String head) {
        return REQUEST.commitMessage()
                + """
                Pull-request-id: 7
                Pull-request-source-branch: %s
                Pull-request-target-branch: main
                Pull-request-merge-time: 2026-03-01T12:00:00Z
                Pull-request-url: https://bitbucket.test/acme/config/pull-requests/7
                Sha-hydrated-active: %s
                Sha-hydrated-proposed: %s""".formatted(HEAD, server.repositories().tip("config", "main"), head);
    }

    private String head() {
        return server.repositories().tip("config", HEAD);
    }

    private static String body(ForgeKind kind) throws IOException {
        return new PullRequestText(REQUEST)
                .body(new ShownChange("Rendered, the manifests stay as they are. The files:", DIFF), kind);
    }

    private static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    private static String gitHub(String state, String mergeable, String head) throws IOException {
        return """
                {"number":7,"html_url":"https://github.test/acme/config/pull/7","state":"%s",
                 "title":"Promote 2","body":%s,"merged":false,
                 "head":{"ref":"%s","sha":"%s","repo":{"id":1}},
                 "base":{"ref":"main","repo":{"id":1}},
                 "mergeable_state":"%s"}""".formatted(state, quoted(body(ForgeKind.GITHUB)), HEAD, head, mergeable);
    }

    /** GitHub is asked for a pull request, and opens one. */
    private void gitHubOpens(String repo) throws IOException {
        String none = "0000000000000000000000000000000000000000";
        String find =
                "GET " + repo + "/pulls?state=open&head=acme%3Agitops%2Fpromote%2Fshop%2Fprod&base=main&per_page=100";
        host.on(find, json(200, "[]"))
                .on(find, json(200, "[]"))
                .on(
                        "GET " + repo + "/compare/main...gitops%2Fpromote%2Fshop%2Fprod?per_page=1",
                        json(200, "{\"ahead_by\":1}"))
                .on(
                        "POST " + repo + "/pulls",
                        "{\"title\":\"Promote 2\",\"head\":\"%s\",\"base\":\"main\",\"body\":%s}"
                                .formatted(HEAD, quoted(body(ForgeKind.GITHUB))),
                        json(201, gitHub("open", "unknown", none)));
    }

    private static RecordedHost.Reply usedUpUntil(long reset) {
        return json(
                403,
                "{\"message\":\"API rate limit exceeded\"}",
                "x-ratelimit-remaining",
                "0",
                "x-ratelimit-limit",
                "5000",
                "x-ratelimit-reset",
                String.valueOf(reset));
    }

    @Test
    void gitHubLimitsIsBehindAndSquashesWithoutTrailers() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        String repo = "/api/v3/repos/acme/config";
        String read = "GET " + repo + "/pulls/7";
        Forge forge = host.forge(ForgeKind.GITHUB, "/api/v3", "/acme/config.git", "somebody");
        PullRequestPromotion promotion = promotion(
                forge,
                new PullRequestPolicy(true, List.of("gitops"), List.of("jenkins"), Merge.MANUAL, Method.MERGE),
                true);
        gitHubOpens(repo);
        assertThat(again(promotion).status()).contains("Pull request 7").contains("is open");
        String first = head();

        long reset = host.clock.instant().getEpochSecond() + 600;
        host.on(read, usedUpUntil(reset));
        PullRequestLook.Again limited = again(promotion);
        assertThat(limited.status()).contains("used up until");
        assertThat(limited.at().getEpochSecond()).isEqualTo(reset);

        host.clock.advance(Duration.ofSeconds(601));
        String base = server.commitDirectly("config", "main", Map.of("README", "moved on"));
        host.on(read, json(200, gitHub("open", "behind", first)));
        assertThat(again(promotion).status()).contains("is open");
        String second = head();
        assertThat(mirror.commit(second).parents()).containsExactly(base);

        host.on(read, json(200, gitHub("open", "clean", second)))
                .on("POST " + repo + "/issues/7/labels", "{\"labels\":[\"gitops\"]}", json(200, "[]"))
                .on(
                        "POST " + repo + "/pulls/7/requested_reviewers",
                        "{\"reviewers\":[\"jenkins\"],\"team_reviewers\":[]}",
                        json(422, "{\"message\":\"Review cannot be requested from pull request author.\"}"));
        assertThat(again(promotion).status()).startsWith("Waiting for somebody to merge Pull request 7");

        String squashed = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 2\n"));
        server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 3\n"));
        host.on(
                read,
                json(
                        200,
                        gitHub("closed", "unknown", second)
                                .replace(
                                        "\"merged\":false",
                                        "\"merged\":true,\"merge_commit_sha\":\"" + squashed + "\"")));
        PullRequestResult result = done(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(squashed);
        assertThat(result.promotion().attempts()).isEqualTo(2);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.MERGED);
    }

    @Test
    void gitHubShowsGatesOnceItTakesThemAndNoneWhereTheTokenMayNot() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        String repo = "/api/v3/repos/acme/config";
        Instant opens = host.clock.instant().plusSeconds(7200);
        MergeGate gate = (pullRequest, base) -> {
            Instant now = host.clock.instant();
            GateResult soak =
                    new GateResult("soak", "soak", GateResult.State.CLOSED, "1 h to go", Optional.of(opens), now);
            Evaluation evaluation = new Evaluation(List.of(soak), now);
            return new MergeGate.Answer(evaluation.summary(), opens, evaluation);
        };
        PullRequestPromotion promotion = new PullRequestPromotion(
                mirror,
                host.forge(ForgeKind.GITHUB, "/api/v3", "/acme/config.git", "somebody"),
                new PullRequestPlan(
                        REQUEST,
                        HEAD,
                        new PullRequestPolicy(true, List.of(), List.of(), Merge.MANUAL, Method.MERGE),
                        FILES,
                        false,
                        null),
                gate,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                host.clock);
        gitHubOpens(repo);
        again(promotion);
        String read = "GET " + repo + "/pulls/7";
        String soak = "{\"state\":\"pending\",\"context\":\"gitops/soak\",\"description\":\"1 h to go\","
                + "\"target_url\":\"https://github.test/acme/config/pull/7\"}";
        long reset = host.clock.instant().getEpochSecond() + 60;
        host.on(read, json(200, gitHub("open", "clean", head())))
                .on("GET " + repo + "/commits/" + head() + "/status?per_page=100", json(200, "{\"statuses\":[]}"))
                .on(
                        "GET " + repo + "/commits/" + head() + "/check-runs?filter=latest&per_page=100",
                        json(200, "{\"check_runs\":[]}"))
                .on("POST " + repo + "/statuses/" + head(), soak, usedUpUntil(reset));
        PullRequestLook.Again limited = again(promotion);
        assertThat(limited.status()).contains("used up until");
        assertThat(limited.at().getEpochSecond()).isEqualTo(reset);

        host.clock.advance(Duration.ofSeconds(61));
        host.on(read, json(200, gitHub("open", "clean", head())))
                .on(
                        "POST " + repo + "/statuses/" + head(),
                        soak,
                        json(403, "{\"message\":\"Resource not accessible\"}"));
        PullRequestResult result = done(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason())
                .contains("is open. How its gates stand was not written to it: ")
                .contains("Commit statuses: write");
        assertThat(result.promotion().gates().results())
                .extracting(GateResult::reason)
                .containsExactly("1 h to go");
    }

    private static String bitbucket(String state, String head, String merge) throws IOException {
        return """
                {"id":7,"title":"Promote 2","description":%s,"state":"%s","draft":false,
                 "source":{"branch":{"name":"%s"},"commit":{"hash":"%s"},"repository":{"uuid":"{r}"}},
                 "destination":{"branch":{"name":"main"},"repository":{"uuid":"{r}"}},
                 "merge_commit":%s,"links":{"html":{"href":"https://bitbucket.test/acme/config/pull-requests/7"}}}""".formatted(quoted(body(ForgeKind.BITBUCKET_CLOUD)), state, HEAD, head, merge);
    }

    @Test
    void bitbucketCloudHasNoLabelsTellsNothingAndMergesInItsOwnTime() throws Exception {
        host = new RecordedHost("Basic "
                + Base64.getEncoder().encodeToString(("ops@example.com:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
        String repo = "/2.0/repositories/acme/config";
        String find = "GET " + repo + "/pullrequests?q=state%3D%22OPEN%22%20AND%20source.branch.name%3D%22"
                + "gitops%2Fpromote%2Fshop%2Fprod%22%20AND%20destination.branch.name%3D%22main%22&pagelen=50";
        String read = "GET " + repo + "/pullrequests/7";
        Forge forge = host.forge(ForgeKind.BITBUCKET_CLOUD, "/2.0", "/acme/config.git", "ops@example.com");
        PullRequestPromotion promotion = promotion(
                forge, new PullRequestPolicy(true, List.of("gitops"), List.of(), Merge.AUTOMATIC, Method.SQUASH), true);
        String none = "0000000000000000000000000000000000000000";
        host.on(find, json(200, "{\"values\":[]}"))
                .on(find, json(200, "{\"values\":[]}"))
                .on(
                        "GET " + repo + "/commits?include=gitops%2Fpromote%2Fshop%2Fprod&exclude=main&pagelen=1",
                        json(200, "{\"values\":[{}]}"))
                .on(
                        "POST " + repo + "/pullrequests",
                        """
                        {"title":"Promote 2","description":%s,"source":{"branch":{"name":"%s"}},
                         "destination":{"branch":{"name":"main"}},"close_source_branch":false}""".formatted(quoted(body(ForgeKind.BITBUCKET_CLOUD)), HEAD),
                        json(201, bitbucket("OPEN", none, "null")));
        again(promotion);
        String head = head();

        String open = bitbucket("OPEN", head, "null");
        host.on(read, json(200, open))
                .on("GET " + repo + "/commit/" + head + "/statuses?pagelen=100", json(200, "{\"values\":[]}"))
                .on(read, json(200, open))
                .on("POST " + repo + "/pullrequests/7/merge", """
                        {"merge_strategy":"squash","message":%s,"close_source_branch":false}""".formatted(quoted(merged(head))), json(202, "{}"));
        assertThat(again(promotion).status()).contains("has begun to merge it");

        String squashed = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 2\n"));
        host.on(read, json(200, bitbucket("MERGED", head, "{\"hash\":\"" + squashed + "\"}")));
        PullRequestResult result = done(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(squashed);
    }
}
