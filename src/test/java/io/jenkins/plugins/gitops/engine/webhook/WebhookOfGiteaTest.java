package io.jenkins.plugins.gitops.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a real Gitea sends is understood and proved. */
@OnGitea
class WebhookOfGiteaTest {
    private final Gitea gitea;
    private final BlockingQueue<WebhookAnswer> answers = new LinkedBlockingQueue<>();

    WebhookOfGiteaTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @Test
    void aPushIsToldAndProved() throws Exception {
        GiteaRepository repository = GiteaRepository.create(gitea);
        assertThat(answerAfterPush(repository, "the secret", "the secret")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.repositories()).containsExactly("config");
        });
        assertThat(answerAfterPush(repository, "the secret", "another")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.repositories()).isEmpty();
        });
    }

    private WebhookAnswer answerAfterPush(GiteaRepository repository, String sent, String expected) throws Exception {
        WebhookReceiver receiver = new WebhookReceiver(
                () -> List.of(new WebhookTarget(
                        "config", GitUrl.of(repository.url(), GitUrl.Allowed.HTTP), new WebhookSecret(expected))),
                Clock.systemUTC());
        HttpServer server = serve(receiver);
        try {
            gitea.request("POST", repository.path("/hooks"), """
                    {"type": "gitea", "active": true, "events": ["push"],
                     "config": {"url": "http://127.0.0.1:%d/", "content_type": "json", "secret": "%s"}}
                    """.formatted(
                            server.getAddress().getPort(), sent));
            repository.commit("main", "file-" + expected.hashCode() + ".txt", expected);
            return answers.poll(1, TimeUnit.MINUTES);
        } finally {
            server.stop(0);
        }
    }

    private HttpServer serve(WebhookReceiver receiver) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, header -> header.getValue().get(0)));
            WebhookAnswer answer =
                    receiver.receive(headers, exchange.getRequestBody().readAllBytes());
            answers.add(answer);
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
