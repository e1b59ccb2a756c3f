package io.jenkins.plugins.gitops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless Chromium with one page, spoken to over its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int sent;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Answers(answers))
                .join();
    }

    /** The browser of this machine; empty where there is none. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one and opens a page. */
    static Browser open(Path executable, Path profile, String url, int width) throws Exception {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--window-size=" + width + ",900",
                        "--user-data-dir=" + profile,
                        url)
                .redirectErrorStream(true)
                .redirectOutput(
                        profile.resolveSibling(profile.getFileName() + ".log").toFile())
                .start();
        boolean opened = false;
        try {
            Path told = profile.resolve("DevToolsActivePort");
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(told) && Files.size(told) > 0);
            int port = Integer.parseInt(Files.readAllLines(told).get(0));
            Browser browser = new Browser(process, page(port));
            opened = true;
            return browser;
        } finally {
            if (!opened) {
                process.destroyForcibly();
            }
        }
    }

    private static URI page(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> {
                            JsonNode pages = JSON.readTree(HttpClient.newHttpClient()
                                    .send(request, BodyHandlers.ofString())
                                    .body());
                            for (JsonNode page : pages) {
                                if (page.at("/type").asText().equals("page")) {
                                    return URI.create(
                                            page.at("/webSocketDebuggerUrl").asText());
                                }
                            }
                            return null;
                        },
                        found -> found != null);
    }

    /** What an expression of JavaScript comes to in the page. */
    JsonNode evaluate(String expression) throws IOException {
        return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .at("/result/value");
    }

    /** Waits until an expression holds. */
    void await(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .until(() -> evaluate(expression).asBoolean());
    }

    /** The roles and names that a screen reader is told, in the order of the page. */
    List<String> accessible() throws IOException {
        JsonNode nodes = call("Accessibility.getFullAXTree", Map.of()).at("/nodes");
        return Stream.iterate(0, i -> i < nodes.size(), i -> i + 1)
                .map(nodes::get)
                .filter(node -> !node.at("/ignored").asBoolean())
                .map(node -> node.at("/role/value").asText() + " "
                        + node.at("/name/value").asText())
                .toList();
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws IOException {
        int id = ++sent;
        String message = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(message, true).join();
        try {
            while (true) {
                JsonNode answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (answer == null || answer.has("error")) {
                    throw new IOException(method + ": " + answer);
                }
                if (answer.at("/id").asInt() == id) {
                    return answer.at("/result");
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static final class Answers implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> answers;
        private final StringBuilder text = new StringBuilder();

        Answers(BlockingQueue<JsonNode> answers) {
            this.answers = answers;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    answers.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException("no JSON: " + text, e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
