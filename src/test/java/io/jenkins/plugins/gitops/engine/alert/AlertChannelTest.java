package io.jenkins.plugins.gitops.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a server on loopback that has its troubles. */
@Timeout(60)
class AlertChannelTest {
    private static final String TOKEN = "T0KEN-that-nobody-may-see";
    private static final Logger LOGGER = Logger.getLogger("");

    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final List<String> headers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Handler log = new Recorder();
    private HttpServer server;

    @CheckForNull
    private String retryAfter;

    private final class Recorder extends Handler {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage() + " " + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        LOGGER.addHandler(log);
    }

    @AfterEach
    void stop() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        LOGGER.removeHandler(log);
        assertThat(logged).noneMatch(line -> line.contains(TOKEN));
        assertThat(troubles).noneMatch(line -> line.contains(TOKEN));
    }

    private void handle(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        headers.add(exchange.getRequestHeaders().getFirst("Content-Type"));
        Integer status = statuses.poll();
        if (status == null) {
            status = 200;
        }
        if (status == 0) {
            awaitClosed();
        }
        if (status == 429 && retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
        }
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "http://localhost:" + port() + "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private AlertChannel channel(String url) {
        AlertPost post = new AlertPost(null, Duration.ofSeconds(2), Clock.systemUTC());
        AlertTimer timer = (delay, task) -> {
            pauses.add(delay);
            threads.execute(task);
        };
        return new AlertChannel(
                () -> AlertUrl.of(url), post, threads, timer, troubles::add, failures -> Duration.ofSeconds(failures));
    }

    private AlertChannel channel() {
        return channel("http://127.0.0.1:" + port() + "/services/" + TOKEN);
    }

    private void awaitBodies(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bodies.size() >= count);
    }

    private String awaitLine() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> troubles.isEmpty() ? "" : troubles.get(0), line -> !line.isEmpty());
    }

    @Test
    void messagesArriveInOrder() {
        AlertChannel channel = channel();
        List<String> sent =
                IntStream.range(0, 20).mapToObj(i -> "{\"n\":" + i + "}").toList();
        sent.forEach(channel::send);
        awaitBodies(20);
        assertThat(bodies).isEqualTo(sent);
        assertThat(headers).containsOnly("application/json; charset=utf-8");
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainBeforeTheNext() {
        statuses.addAll(List.of(500, 503, 429));
        AlertChannel channel = channel();
        channel.send("first");
        channel.send("second");
        awaitBodies(5);
        assertThat(bodies).containsExactly("first", "first", "first", "first", "second");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void aReceiverIsLeftAloneAsLongAsItAsks() {
        retryAfter = "120";
        statuses.add(429);
        channel().send("first");
        awaitBodies(2);
        assertThat(pauses).containsExactly(Duration.ofSeconds(121));
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "Fri, 31 Dec 2100 23:59:59 GMT"})
    void butNotForEver(String value) {
        retryAfter = value;
        statuses.add(429);
        channel().send("first");
        awaitBodies(2);
        assertThat(pauses).containsExactly(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "Fri, 31 Dec 1999 23:59:59 GMT"})
    void whatCannotBeReadAsksForNothing(String value) {
        retryAfter = value;
        statuses.add(429);
        channel().send("first");
        awaitBodies(2);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void afterSixAttemptsItIsGivenUp() {
        statuses.addAll(Collections.nCopies(6, 502));
        AlertChannel channel = channel();
        channel.send("first");
        channel.send("second");
        awaitBodies(7);
        assertThat(bodies.get(6)).isEqualTo("second");
        assertThat(awaitLine()).isEqualTo("an alert could not be sent, since it answered with status 502, 6 times");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 400, 404, 410})
    void whatIsRefusedIsNotTriedAgain(int status) {
        statuses.add(status);
        AlertChannel channel = channel();
        channel.send("first");
        channel.send("second");
        awaitBodies(2);
        assertThat(awaitLine()).contains(Integer.toString(status));
        assertThat(bodies).as("no redirect is followed").containsExactly("first", "second");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsWaitedForUntilTheDeadline() {
        statuses.add(0);
        channel().send("first");
        awaitBodies(2);
        assertThat(pauses).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://no-such-host.invalid/" + TOKEN,
                "http://127.0.0.1:1/" + TOKEN,
                "http://127.0.0.1:99999/" + TOKEN,
                "ftp://127.0.0.1/" + TOKEN,
                "http://user:" + TOKEN + "@127.0.0.1/",
                "http://127.0.0.1/ /" + TOKEN,
                TOKEN,
                ""
            })
    void aUrlThatIsOfNoUseIsNotTold(String url) {
        channel(url).send("first");
        assertThat(awaitLine()).startsWith("an alert could not be sent, since ").doesNotContain(TOKEN);
        assertThat(AlertUrl.of(url).map(Object::toString).orElse("")).doesNotContain(TOKEN);
    }

    @Test
    void goesThroughAProxy() {
        ProxySelector proxy = ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        AlertChannel channel = new AlertChannel(
                () -> AlertUrl.of("http://chat.invalid/" + TOKEN),
                new AlertPost(proxy, Clock.systemUTC()),
                threads,
                (delay, task) -> threads.execute(task),
                troubles::add);
        channel.send("first");
        awaitBodies(1);
        assertThat(bodies).containsExactly("first");
    }

    @Test
    void aMistakeDoesNotHoldUpWhatComesAfterIt() {
        AlertUrl good = AlertUrl.of("http://127.0.0.1:" + port() + "/").orElseThrow();
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        AlertChannel channel = new AlertChannel(
                () -> {
                    asked.add(1);
                    if (asked.size() == 1) {
                        throw new IllegalStateException("no " + TOKEN);
                    }
                    return Optional.of(good);
                },
                new AlertPost(null, Clock.systemUTC()),
                threads,
                (delay, task) -> threads.execute(task),
                troubles::add);
        channel.send("first");
        channel.send("second");
        awaitBodies(1);
        assertThat(bodies).containsExactly("second");
        assertThat(awaitLine()).contains("IllegalStateException");
    }

    @Test
    void ofManyThatWaitTheOldestAreLeftOut() {
        statuses.add(0);
        AlertChannel channel = channel();
        channel.send("first");
        awaitBodies(1);
        IntStream.range(0, 100).forEach(i -> channel.send("later " + i));
        awaitBodies(51);
        assertThat(bodies.get(1)).isEqualTo("first");
        assertThat(bodies.get(2)).isEqualTo("later 51");
        Awaitility.await().until(() -> bodies.contains("later 99"));
        assertThat(troubles).isNotEmpty().allMatch(line -> line.startsWith("too many alerts wait to be sent"));
    }
}
