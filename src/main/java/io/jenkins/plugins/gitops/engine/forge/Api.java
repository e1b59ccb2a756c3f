package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** One host's API, asked by one token for one repository. */
final class Api {
    private static final int REDIRECTS = 3;

    /**
     * A thousand objects in hundreds; a promotion's commit or pull request has no more. A longer list is an error, and
     * never cut: on a Gitea before 1.25, which cannot narrow it, that of over 500 open pull requests.
     */
    private static final int PAGES = 10;

    private final ForgeServer server;
    private final String repository;
    private final ForgeToken token;
    private final Shared shared;

    /** An API for a repository, which is named in messages. */
    Api(ForgeServer server, String repository, ForgeToken token, Shared shared) {
        this.server = server;
        this.repository = repository;
        this.token = token;
        this.shared = shared;
    }

    /** What all APIs of one {@link Forges} have in common. */
    interface Shared {
        Wire wire();

        Clock clock();

        AnswerCache cache();

        Account account(ForgeServer server, Secret secret);
    }

    ForgeKind kind() {
        return server.kind();
    }

    String repository() {
        return repository;
    }

    /** The address of something on the host, below the API's URL. */
    String url(List<String> base, Object... path) {
        return server.api() + Call.get("", "", base, path).target();
    }

    /** The one object that an answer must be. */
    Content read(Call call) throws ForgeException {
        Answer answer = send(call);
        JsonNode json = answer.json()
                .filter(JsonNode::isContainerNode)
                .orElseThrow(() -> refusal(token.current()).unreadable(call, "the answer is no JSON"));
        return new Content(json, source(call));
    }

    /** All pages of a list. */
    List<Content> all(Call first, Function<Content, List<Content>> items, Paging paging) throws ForgeException {
        List<Content> all = new ArrayList<>();
        Call call = first;
        for (int page = 1; page <= PAGES; page++) {
            Answer answer = send(call);
            Content content = new Content(
                    answer.json()
                            .filter(JsonNode::isContainerNode)
                            .orElseThrow(() -> refusal(token.current()).unreadable(first, "the answer is no JSON")),
                    source(first));
            all.addAll(items.apply(content));
            Optional<Map<String, String>> next = paging.next(call.query(), answer, content);
            if (next.isEmpty()) {
                return all;
            }
            call = first.withQuery(next.get());
        }
        throw refusal(token.current()).unreadable(first, "there are over " + all.size() + ", more than are read");
    }

    /** An answer that is a success. */
    Answer send(Call call) throws ForgeException {
        Secret secret = token.current();
        Account account = shared.account(server, secret);
        Exchange exchange = new Exchange(call, secret, account, refusal(secret));
        return exchange.run();
    }

    private Refusal refusal(Secret secret) {
        return new Refusal(server.kind().title() + ", " + repository, secret);
    }

    private String source(Call call) {
        return call.doing() + " (" + server.kind().title() + ", " + repository + ")";
    }

    /** One call from the first attempt to what came of it. */
    private final class Exchange {
        private final Call call;
        private final Secret secret;
        private final Account account;
        private final Refusal refusal;

        Exchange(Call call, Secret secret, Account account, Refusal refusal) {
            this.call = call;
            this.secret = secret;
            this.account = account;
            this.refusal = refusal;
        }

        Answer run() throws ForgeException {
            if (!secret.isSendable()) {
                throw refusal.unsendable(call);
            }
            URI uri = URI.create(server.api() + call.target());
            for (int redirects = 0; ; redirects++) {
                Answer answer = ask(uri);
                Optional<URI> moved = redirection(uri, answer);
                if (moved.isEmpty()) {
                    return judged(answer);
                }
                if (redirects == REDIRECTS || !server.owns(moved.get())) {
                    throw refusal.moved(
                            call, moved.get().getScheme() + "://" + moved.get().getAuthority());
                }
                uri = moved.get();
            }
        }

        private Answer ask(URI uri) throws ForgeException {
            AnswerCache.Key key = new AnswerCache.Key(secret.fingerprint(), uri.toString());
            Optional<Answer> known = call.reads() ? shared.cache().get(key) : Optional.empty();
            JsonNode said = call.body();
            byte[] body = said == null ? new byte[0] : said.toString().getBytes(StandardCharsets.UTF_8);
            Answer answer = attempted(request(uri, body, known), body);
            Optional<Instant> again =
                    account.budget().learn(answer, shared.clock().instant());
            if (again.isPresent()) {
                throw refusal.limited(call, again.get());
            }
            if (answer.status() == 304 && known.isPresent()) {
                return known.get();
            }
            if (call.reads() && answer.status() == 200) {
                shared.cache().put(key, answer);
            }
            return answer;
        }

        /** Sends once; the JDK sends again what only reads where a kept connection had ended. */
        private Answer attempted(HttpRequest request, byte[] body) throws ForgeException {
            Optional<Instant> again =
                    account.budget().take(call.reads(), shared.clock().instant());
            if (again.isPresent()) {
                throw refusal.limited(call, again.get());
            }
            try {
                return shared.wire().exchange(request, body);
            } catch (LimitedBody.TooLarge e) {
                throw refusal.unreadable(
                        call, "the answer is over " + shared.wire().limit() + " bytes");
            } catch (IOException e) {
                throw refusal.unreachable(call, why(e), next());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw refusal.unreachable(call, "interrupted", shared.clock().instant());
            }
        }

        private HttpRequest request(URI uri, byte[] body, Optional<Answer> known) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                    .method(
                            call.method(),
                            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                    .timeout(shared.wire().deadline())
                    .header(
                            "Accept",
                            server.kind() == ForgeKind.GITHUB ? "application/vnd.github+json" : "application/json")
                    .header("User-Agent", "gitops-stages");
            if (server.kind() == ForgeKind.GITHUB) {
                builder.header("X-GitHub-Api-Version", "2022-11-28");
            }
            if (call.body() != null) {
                builder.header("Content-Type", "application/json");
            }
            String authorization = secret.authorization(server.kind());
            if (!authorization.isEmpty()) {
                builder.header("Authorization", authorization);
            }
            known.ifPresent(answer -> builder.header("If-None-Match", answer.header("etag")));
            return builder.build();
        }

        private Optional<URI> redirection(URI from, Answer answer) throws ForgeException {
            int status = answer.status();
            boolean follows = call.reads() && status >= 301 && status <= 303;
            if (isLoginPage(answer) || !follows && status != 307 && status != 308) {
                return Optional.empty();
            }
            try {
                URI to = from.resolve(answer.header("location"));
                if (to.getHost() == null || answer.header("location").isEmpty()) {
                    throw new IllegalArgumentException("no place to go");
                }
                return Optional.of(to);
            } catch (IllegalArgumentException e) {
                throw refusal.unreadable(call, "the host redirects to nowhere");
            }
        }

        private Answer judged(Answer answer) throws ForgeException {
            // Azure DevOps answers a token it does not know with its login page
            boolean page = answer.status() == 203 || server.kind() == ForgeKind.AZURE_DEVOPS && answer.status() == 302;
            if (answer.isSuccess() && !page) {
                account.setbacks().over();
                return answer;
            }
            if (page) {
                throw refusal.of(call, new Answer(401, answer.headers(), new byte[0]), Instant.MAX);
            }
            Instant now = shared.clock().instant();
            Instant next =
                    answer.status() >= 500 ? RateBudget.retryAfter(answer, now).orElseGet(this::next) : Instant.MAX;
            throw refusal.of(call, answer, next);
        }

        /** How Azure DevOps answers a token that it does not know. */
        private boolean isLoginPage(Answer answer) {
            return server.kind() == ForgeKind.AZURE_DEVOPS && (answer.status() == 203 || answer.status() == 302);
        }

        private Instant next() {
            return shared.clock().instant().plus(account.setbacks().next());
        }

        private String why(IOException e) {
            String host = server.api().getAuthority();
            if (e instanceof ProxyLogin.Refused) {
                return e.getMessage();
            }
            if (e instanceof HttpTimeoutException) {
                return host + " answers too slowly, or not at all";
            }
            if (e instanceof SSLException) {
                return "no trusted connection to " + host + " comes about; check its certificate: " + e.getMessage();
            }
            if (e instanceof ConnectException) {
                return e.getCause() instanceof UnknownHostException
                                || String.valueOf(e.getMessage()).contains("nresolved")
                        ? "the host " + host + " is not known here; check the API URL"
                        : "nobody answers at " + host + "; check that no firewall is between";
            }
            return "the connection to " + host + " broke: " + e.getMessage();
        }
    }
}
