package io.jenkins.plugins.gitops.engine.alert;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts messages to webhooks over HTTP: each attempt ends by its deadline, and no redirect is followed. */
public final class AlertPost {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Duration deadline;
    private final Clock clock;

    /** @param proxies null for none */
    public AlertPost(@CheckForNull ProxySelector proxies, Clock clock) {
        this(proxies, DEADLINE, clock);
    }

    AlertPost(@CheckForNull ProxySelector proxies, Duration deadline, Clock clock) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // or a message would end up where nobody sent it
                .connectTimeout(deadline);
        if (proxies != null) {
            builder.proxy(proxies);
        }
        this.http = builder.build();
        this.deadline = deadline;
        this.clock = clock;
    }

    PostResult post(AlertUrl url, String body) {
        HttpRequest request = url.request()
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "gitops-stages")
                .POST(BodyPublishers.ofString(body))
                .build();
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, BodyHandlers.discarding());
        try {
            HttpResponse<Void> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return result(response.statusCode(), response.headers());
        } catch (TimeoutException e) {
            return new PostResult.Postponed("it did not answer in time", Duration.ZERO);
        } catch (ExecutionException e) {
            // the message of an exception may tell the URL, its name does not
            return new PostResult.Postponed(
                    "it could not be reached (" + e.getCause().getClass().getSimpleName() + ")", Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PostResult.Rejected("this program ends");
        } finally {
            answer.cancel(true);
        }
    }

    private PostResult result(int status, HttpHeaders headers) {
        if (status >= 200 && status < 300) {
            return new PostResult.Accepted();
        }
        if (status >= 300 && status < 400) {
            return new PostResult.Rejected("it answered with a redirect, which is not followed (" + status + ")");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new PostResult.Postponed("it answered with status " + status, pause(headers));
        }
        return new PostResult.Rejected("it refused the message with status " + status);
    }

    private Duration pause(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration pause = Duration.between(clock.instant(), until.toInstant());
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
