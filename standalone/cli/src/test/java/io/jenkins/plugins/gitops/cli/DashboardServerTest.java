package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardServerTest {
    private static final MonitoredPlace PROD = new MonitoredPlace("https://git.example.com/config", "shop", "prod", "");

    private final Board board = new Board();
    private final DashboardServer server = DashboardServer.start(0, board, () -> "up 1\n");

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void servesThePageWithNothingInline() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.body()).contains("dashboard.js").doesNotContain("<style", "onclick", "javascript:");
        assertThat(get("/dashboard.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(get("/dashboard.css").statusCode()).isEqualTo(200);
    }

    @Test
    void answersAgainOnlyWhereSomethingWasTold() throws Exception {
        HttpResponse<String> first = get("/api/board");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/api/board", "If-None-Match", tag).statusCode()).isEqualTo(304);

        board.accept(new MonitorEvent.Seen(Instant.now(), PROD, "c0ffee", 3));

        HttpResponse<String> next = get("/api/board", "If-None-Match", tag);
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(next.body())
                        .at("/environments/0/state")
                        .asText())
                .isEqualTo("synced");
    }

    @Test
    void aDriftThatIsOverIsNotFound() throws Exception {
        assertThat(get("/api/drifts/1").statusCode()).isEqualTo(404);
        assertThat(get("/api/drifts/99999999999999999999").statusCode()).isEqualTo(404);
        assertThat(get("/secrets").body()).contains("There is nothing at /secrets");
    }

    @Test
    void givesTheMetrics() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("up 1\n");
        assertThat(get("/metrics").headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void isReadOnly() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url()))
                                .POST(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void answersToNamesOfThisMachineAlone() throws Exception {
        assertThat(statusFor("dashboard.example.com")).contains(" 403 ");
        assertThat(statusFor("127.0.0.1.example.com")).contains(" 403 ");
        assertThat(statusFor("LOCALHOST:8080")).contains(" 200 ");
        assertThat(statusFor("[::1]:8080")).contains(" 200 ");
    }

    private String statusFor(String host) throws Exception {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void aPortThatIsTakenIsBadInput() {
        int port = URI.create(server.url()).getPort();
        assertThatThrownBy(() -> DashboardServer.start(port, board, () -> "up 1\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--port " + port + " cannot be listened on");
        assertThatThrownBy(() -> DashboardServer.start(70_000, board, () -> "up 1\n"))
                .isInstanceOf(BadInput.class);
    }
}
