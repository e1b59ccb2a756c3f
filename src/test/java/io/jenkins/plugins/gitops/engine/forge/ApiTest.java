package io.jenkins.plugins.gitops.engine.forge;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.HEAD;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.TOKEN;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.broken;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.failure;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.json;
import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every host: budgets, cache, redirects, limits, and sentences without a token. */
class ApiTest {
    private static final String PULL = "GET /repos/acme/config/pulls/7";
    private static final String CLOSE = "PATCH /repos/acme/config/pulls/7";
    private static final String CLOSED = "{\"state\":\"closed\"}";

    private RecordedHost host;
    private Forge forge;

    @BeforeEach
    void start() throws Exception {
        host = new RecordedHost("Bearer " + TOKEN);
        forge = host.forge(ForgeKind.GITHUB, "/", "/acme/config", "");
    }

    @AfterEach
    void stop() {
        host.close();
        host.verify();
    }

    private static String open() {
        return GitHubTest.pullRequest("open", "clean");
    }

    @Test
    void asksAgainWithTheTagAndTakesTheCachedAnswer() throws Exception {
        host.on(PULL, json(200, open(), "ETag", "\"e1\""))
                .on(PULL, json(304, ""))
                .on(PULL, json(304, ""));
        PullRequest first = forge.read(7);

        PullRequest second = forge.read(7);
        String sent = host.lastHeaders().getFirst("If-None-Match");
        Forge another = host.forge(ForgeKind.GITHUB, "/", "/acme/config", "somebody");
        ForgeException uncached = failure(() -> another.read(7));

        assertThat(second).isEqualTo(first);
        assertThat(sent).isEqualTo("\"e1\"");
        assertThat(host.lastHeaders()).doesNotContainKey("If-none-match");
        assertThat(uncached.reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void takesANewAnswerInPlaceOfTheCachedOne() throws Exception {
        host.on(PULL, json(200, open(), "ETag", "\"e1\""))
                .on(PULL, json(200, open().replace("Promote shop", "Promote again")))
                .on(PULL, json(200, open()));
        forge.read(7);

        assertThat(forge.read(7).title()).isEqualTo("Promote again");
        forge.read(7);
        assertThat(host.lastHeaders()).doesNotContainKey("If-none-match");
    }

    @Test
    void leavesTheLastRequestsToWhatWrites() throws Exception {
        Instant reset = MovableClock.START.plusSeconds(600);
        String[] limits = {
            "x-ratelimit-limit",
            "5000",
            "x-ratelimit-remaining",
            "20",
            "x-ratelimit-reset",
            Long.toString(reset.getEpochSecond())
        };
        host.on(PULL, json(200, open(), limits)).on(CLOSE.replace("PATCH", "GET"), json(200, open()));
        forge.read(7);

        ForgeException limited = failure(() -> forge.read(7));
        assertThat(limited.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limited.tryAgainAt()).contains(reset);
        assertThat(host.requests()).isOne();

        host.clock.advance(Duration.ofSeconds(601));
        forge.read(7);
    }

    @Test
    void writesWithWhatIsLeftUntilNothingIs() throws Exception {
        String[] limits = {
            "RateLimit-Limit",
            "600",
            "RateLimit-Remaining",
            "1",
            "RateLimit-Reset",
            Long.toString(MovableClock.START.plusSeconds(30).getEpochSecond())
        };
        host.on(PULL, json(200, open(), limits))
                .on("POST /repos/acme/config/issues/7/labels", "{\"labels\":[\"a\"]}", json(200, "[]"));
        forge.read(7);

        forge.label(7, java.util.Set.of("a"));

        assertThat(failure(() -> forge.label(7, java.util.Set.of("a"))).tryAgainAt())
                .contains(MovableClock.START.plusSeconds(30));
    }

    @Test
    void sharesABudgetAmongAllWhoUseTheToken() throws Exception {
        host.on(PULL, json(429, "{\"message\":\"slow down\"}", "Retry-After", "120"));
        Forge same = host.forge(ForgeKind.GITHUB, "/", "/acme/other", "");

        ForgeException first = failure(() -> forge.read(7));
        ForgeException second = failure(() -> same.find("a", "b"));

        assertThat(first.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(second.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(second.tryAgainAt()).isEqualTo(first.tryAgainAt()).contains(MovableClock.START.plusSeconds(120));
        assertThat(host.requests()).isOne();
    }

    @Test
    void knowsGitHubsSecondaryLimit() {
        host.on(
                CLOSE.replace("PATCH", "GET"),
                json(403, "{\"message\":\"You have exceeded a secondary rate limit.\"}"));

        ForgeException limited = failure(() -> forge.read(7));

        assertThat(limited.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limited.tryAgainAt().orElseThrow())
                .isBetween(MovableClock.START.plusSeconds(60), MovableClock.START.plusSeconds(75));
    }

    @Test
    void takesAnotherTimeForARefusalThatSaysNothingOfLimits() {
        host.on(PULL, json(403, "{\"message\":\"Must have admin rights\"}", "x-ratelimit-remaining", "4999"));

        assertThat(failure(() -> forge.read(7)).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Sun, 01 Mar 2026 12:01:00 GMT|60", "90|90", "999999999|4500", "Sun, 01 Mar 2099 12:00:00 GMT|4500"
            })
    void readsRetryAfterInBothFormsButNotForever(String value, long seconds) {
        host.on(PULL, json(429, "{}", "Retry-After", value));

        assertThat(failure(() -> forge.read(7)).tryAgainAt()).contains(MovableClock.START.plusSeconds(seconds));
    }

    @Test
    void readsAgainWhereAConnectionHadEnded() throws Exception {
        host.on(PULL, nothing()).on(PULL, json(200, open()));

        assertThat(forge.read(7).number()).isEqualTo(7);
    }

    @Test
    void saysLaterAndLaterWhenToTryAgain() {
        host.on(PULL, broken()).on(PULL, json(502, "<html>")).on(PULL, json(503, "", "Retry-After", "7"));

        ForgeException lost = failure(() -> forge.read(7));
        ForgeException broken = failure(() -> forge.read(7));
        ForgeException closed = failure(() -> forge.read(7));

        assertThat(lost.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(lost.tryAgainAt().orElseThrow())
                .isBetween(MovableClock.START.plusMillis(2_500), MovableClock.START.plusSeconds(5));
        assertThat(broken).hasMessageContaining("error 502");
        assertThat(broken.tryAgainAt().orElseThrow())
                .isBetween(MovableClock.START.plusSeconds(5), MovableClock.START.plusSeconds(10));
        assertThat(closed.tryAgainAt()).contains(MovableClock.START.plusSeconds(7));
    }

    @Test
    void doesNotSendAgainWhatMayHaveArrived() {
        host.on(PULL, json(200, open())).on(CLOSE, CLOSED, nothing());

        assertThat(failure(() -> forge.close(7)).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(host.requests()).isEqualTo(2);
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotEnd() throws Exception {
        host.on(PULL, host.stalling());
        long begin = System.nanoTime();

        ForgeException late = failure(() -> forge.read(7));

        assertThat(late.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(late).hasMessageContaining("answers too slowly");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        host.on(PULL, json(200, "[" + " ".repeat(100_000) + "]"));

        ForgeException long_ = failure(() -> forge.read(7));

        assertThat(long_.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(long_).hasMessageContaining("over 100000 bytes");
    }

    @Test
    void followsNoEndOfPages() {
        String find = "GET /repos/acme/config/pulls?";
        host.on(find + "state=open&head=acme%3Aa&base=b&per_page=100", json(200, "[]", "Link", "<x?p=1>; rel=next"));
        for (int page = 1; page < 10; page++) {
            host.on(find + "p=" + page, json(200, "[]", "Link", "<x?p=" + (page + 1) + ">; rel=next"));
        }

        assertThat(failure(() -> forge.find("a", "b")).reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(host.requests()).isEqualTo(10);
    }

    @Test
    void followsARenamedRepositoryOnTheSameHost() throws Exception {
        host.on(PULL, json(301, "", "Location", host.url("/repositories/1/pulls/7")))
                .on("GET /repositories/1/pulls/7", json(200, open()));

        assertThat(forge.read(7).number()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test/pulls/7", "http://localhost:1/", "//evil.test/x"})
    void carriesTheTokenToNoOtherHost(String location) {
        host.on(PULL, json(302, "", "Location", location));

        assertThat(failure(() -> forge.read(7))).hasMessageContaining("the token is not sent there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mailto:x", "::"})
    void goesNowhereWhereARedirectLeadsNowhere(String location) {
        host.on(PULL, json(307, "", "Location", location));

        assertThat(failure(() -> forge.read(7)).reason()).isIn(Reason.UNREADABLE, Reason.NOT_FOUND);
    }

    @Test
    void endsACircleOfRedirects() {
        for (int i = 0; i < 4; i++) {
            host.on(
                    "GET /" + (i == 0 ? "repos/acme/config/pulls/7" : "circle/" + i),
                    json(307, "", "Location", host.url("/circle/" + (i + 1))));
        }

        assertThat(failure(() -> forge.read(7)).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|UNAUTHORIZED|renew it",
                "403|FORBIDDEN|give it the permission \"Pull requests: read\"",
                "404|NOT_FOUND|hidden from the token",
                "407|REFUSED|a proxy on the way asks for a user and password",
                "410|NOT_FOUND|gone",
                "413|REFUSED|too long",
                "418|REFUSED|answers 418",
                "500|UNREACHABLE|error 500"
            })
    void saysWhatToDo(int status, Reason reason, String words) {
        host.on(PULL, json(status, ""));

        ForgeException refused = failure(() -> forge.read(7));

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageStartingWith("Could not read pull request 7 (GitHub, acme/config): ");
        assertThat(refused).hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "<html></html>", "7", "\"text\"", "null", "{\"number\":", "[]", "{}"})
    void takesNothingElseForAPullRequest(String body) {
        host.on(PULL, json(200, body));

        assertThat(failure(() -> forge.read(7)).reason()).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void hidesATokenThatTheHostRepeats() {
        String words = "Bad credentials: " + TOKEN + " " + "x".repeat(280) + TOKEN;
        host.on(PULL, json(401, "{\"message\":\"" + words + "\"}"));

        ForgeException refused = failure(() -> forge.read(7));

        assertThat(refused).hasMessageContaining("Bad credentials: …").hasMessageNotContaining(TOKEN.substring(0, 8));
    }

    @Test
    void asksForTheTokenBeforeEveryRequest() throws Exception {
        AtomicReference<String> current = new AtomicReference<>("old");
        Forge renewed = host.forge(ForgeKind.GITHUB, "/", "/acme/config", ForgeToken.of("", current::get));
        current.set(TOKEN + "\n");
        host.on(PULL, json(200, open()));

        assertThat(renewed.read(7).headCommit()).isEqualTo(HEAD);
    }

    @Test
    void doesNotSendWhatIsNoToken() {
        ForgeException refused =
                failure(() -> host.forge(ForgeKind.GITHUB, "/", "/acme/config", ForgeToken.of("", "two\nlines"))
                        .read(7));

        assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(refused).hasMessageNotContaining("two");
    }

    @Test
    void saysWhereNobodyAnswers() throws Exception {
        Forge nobody = new Forges(host.clock, null)
                .forge(
                        GitUrl.of("https://github.test/acme/config"),
                        new ForgeServer(ForgeKind.GITHUB, URI.create("http://127.0.0.1:1")),
                        ForgeToken.none());

        assertThat(failure(() -> nobody.read(7))).hasMessageContaining("nobody answers at 127.0.0.1:1");
    }

    @Test
    void showsNoToken() {
        assertThat(ForgeToken.of("u", TOKEN).toString() + new Secret("u", TOKEN))
                .doesNotContain(TOKEN);
        assertThatThrownBy(() -> new ForgeServer(ForgeKind.GITHUB, URI.create("https://u:" + TOKEN + "@github.test")))
                .hasMessageNotContaining(TOKEN);
    }
}
