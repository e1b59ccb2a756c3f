package io.jenkins.plugins.gitops.engine.forge;

import static io.jenkins.plugins.gitops.engine.forge.RecordedHost.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a host answers, a call ends in a value or in a {@link ForgeException}, and nothing said holds the token. */
class FuzzedAnswersTest {
    private static final String TOKEN = "tok+3N/secret=value~42";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("ops:" + TOKEN).getBytes(StandardCharsets.UTF_8));

    /** Answers that hosts really give, to be spoilt. */
    private static final List<String> SEEDS = List.of(
            GitHubTest.pullRequest("open", "clean"),
            GitLabTest.mergeRequest("merged", "not_open"),
            BitbucketCloudTest.pullRequest("OPEN").replace("111111111111", HEAD),
            BitbucketDataCenterTest.pullRequest("MERGED"),
            AzureTest.pullRequest("completed", "succeeded"),
            "{\"statuses\":[{\"state\":\"success\",\"context\":\"a\"}],\"check_runs\":[{\"name\":\"b\",\"status\":\"completed\"}],"
                    + "\"values\":[{\"key\":\"c\",\"state\":\"FAILED\"}],\"value\":[{\"context\":{\"name\":\"d\"}}],\"isLastPage\":false,"
                    + "\"nextPageStart\":1,\"next\":\"https://x/?a=%zz\",\"ahead_by\":1,\"total_commits\":1,\"aheadCount\":1,\"commits\":[1]}",
            "{\"message\":\"Bad token " + TOKEN + "\",\"errors\":[{\"message\":\"" + BASIC + "\"},\"x\",[[[[1]]]]]}",
            "[]",
            "");

    private static final List<String> SPOILERS = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"" + TOKEN + "\"",
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "\"\\ud800\"",
            "\"line\\nbreak\\u0000\"",
            "{\"message\":" + "[".repeat(2_000) + "]}",
            "\u0000");

    /**
     * One answer to everything.
     *
     * @param status of HTTP
     * @param header the name of one more header
     * @param value its value
     * @param body the bytes
     */
    record Fuzzed(int status, String header, String value, byte[] body) {}

    private static HttpServer server;
    private static ExecutorService threads;
    private static volatile Fuzzed answer;
    private static final MovableClock CLOCK = new MovableClock();
    private static final Map<ForgeKind, Forge> FORGES = new EnumMap<>(ForgeKind.class);

    @BeforeContainer
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", FuzzedAnswersTest::reply);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Forges forges = new Forges(CLOCK, null, host -> Optional.empty(), Duration.ofSeconds(10), 100_000, 100_000);
        for (ForgeKind kind : ForgeKind.values()) {
            String path = kind == ForgeKind.AZURE_DEVOPS ? "/org/project/_git/config" : "/acme/config";
            FORGES.put(
                    kind,
                    forges.forge(
                            GitUrl.of(url + path, GitUrl.Allowed.HTTP),
                            new ForgeServer(kind, URI.create(url + "/org")),
                            ForgeToken.of("ops", TOKEN)));
        }
    }

    @AfterContainer
    static void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void reply(HttpExchange exchange) throws IOException {
        try (exchange) {
            Fuzzed now = answer;
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set(now.header(), now.value());
            boolean bodiless = now.body().length == 0 || now.status() == 204 || now.status() == 304;
            exchange.sendResponseHeaders(now.status(), bodiless ? -1 : now.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(now.body());
            }
        }
    }

    @Provide
    Arbitrary<Fuzzed> answers() {
        Arbitrary<Integer> status = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(200)),
                net.jqwik.api.Tuple.of(
                        2,
                        Arbitraries.of(
                                201, 202, 203, 204, 301, 302, 304, 307, 400, 401, 403, 404, 405, 409, 410, 413, 422,
                                429, 500, 503, 555)));
        Arbitrary<String> header = Arbitraries.of(
                "Link",
                "Retry-After",
                "x-ratelimit-remaining",
                "RateLimit-Reset",
                "ETag",
                "Location",
                "x-next-page",
                "X-Other");
        Arbitrary<String> value = Arbitraries.of(
                "",
                "0",
                "-1",
                "99999999999999999999",
                "2",
                "<>; rel=next",
                "<https://x/?a=%zz>; rel=\"next\"",
                "<?page=2>; rel=next",
                "https://elsewhere.test/" + TOKEN.replace("+", ""),
                "::",
                "Sun, 99 Foo 2026",
                "\"e\"");
        Arbitrary<byte[]> body = Combinators.combine(
                        Arbitraries.of(SEEDS), Arbitraries.randomValue(random -> random.nextLong()))
                .as((seed, salt) -> spoilt(seed, new java.util.Random(salt)));
        return Combinators.combine(status, header, value, body).as(Fuzzed::new);
    }

    /** A seed, in a list or not, with a value in another's place, or cut off, or with a byte that is another. */
    private static byte[] spoilt(String seed, RandomGenerator random) {
        String text = seed;
        for (int i = random.nextInt(3); i > 0; i--) {
            List<int[]> values = new ArrayList<>();
            var matcher = java.util.regex.Pattern.compile(":(\"[^\"]*\"|[0-9]+|null|true|false)")
                    .matcher(text);
            while (matcher.find()) {
                values.add(new int[] {matcher.start(1), matcher.end(1)});
            }
            if (!values.isEmpty()) {
                int[] place = values.get(random.nextInt(values.size()));
                text = text.substring(0, place[0])
                        + SPOILERS.get(random.nextInt(SPOILERS.size()))
                        + text.substring(place[1]);
            }
        }
        if (random.nextInt(3) == 0) {
            text = "[" + text + "]";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(6)) {
            case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            default -> {}
        }
        return bytes;
    }

    @Property(tries = 400)
    void endInAValueOrASentence(@ForAll("answers") Fuzzed fuzzed, @ForAll ForgeKind kind) throws Exception {
        answer = fuzzed;
        Forge forge = FORGES.get(kind);
        PullRequest known = new PullRequest(
                7,
                "",
                "t",
                "b",
                "a",
                "b",
                HEAD,
                PullRequest.State.OPEN,
                java.util.Optional.empty(),
                new Mergeability(Mergeability.Answer.UNKNOWN, ""));
        List<Callable<Object>> calls = List.of(
                () -> forge.find("gitops/prod", "main"),
                () -> forge.read(7),
                () -> forge.open(new Proposal("gitops/prod", "main", "t", "b")),
                () -> forge.reviews(7),
                () -> forge.merge(7, new MergeOrder(MergeMethod.REBASE, HEAD, "t", "m")),
                () -> forge.statuses(HEAD),
                () -> said(() -> forge.rewrite(known, "new", "new")),
                () -> said(() -> forge.label(7, Set.of("l"))),
                () -> said(() -> forge.requestReviews(7, Set.of("3b5f0c34-4aec-4bf4-8708-1d36f0dbc468"))),
                () -> said(() -> forge.close(7)),
                () -> said(
                        () -> forge.report(HEAD, new CommitStatus("n", CommitStatus.State.SUCCESS, "", "https://x"))));
        for (Callable<Object> call : calls) {
            // beyond every limit that an answer set
            CLOCK.advance(Duration.ofHours(2));
            Object result = outcome(call);
            if (result instanceof ForgeException failure) {
                assertThat(failure.getMessage()).isNotBlank().hasSizeLessThan(1_500);
                assertThat(failure).hasNoCause();
                hides(failure.getMessage());
            } else if (result instanceof MergeResult merge) {
                hides(merge.toString());
            }
        }
    }

    private static Object outcome(Callable<Object> call) throws Exception {
        try {
            return call.call();
        } catch (ForgeException e) {
            return e;
        }
    }

    private interface Action {
        void run() throws ForgeException;
    }

    private static Object said(Action action) throws ForgeException {
        action.run();
        return "done";
    }

    private static void hides(String text) {
        assertThat(text).doesNotContain(TOKEN).doesNotContain(BASIC).doesNotContain("\n");
    }
}
