package io.jenkins.plugins.gitops.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.engine.webhook.WebhookAnswer;
import io.jenkins.plugins.gitops.engine.webhook.WebhookReceiver;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * Where Git hosts send webhooks: open to everybody, since no host logs in to Jenkins. Each is proved by the secret of the
 * repository that it is about, and all it does is to have Git asked.
 */
@Extension
public final class WebhookAction implements UnprotectedRootAction {
    static final String URL_NAME = "gitops-webhook";

    /** Bodies are held in memory while they are read: so many at once, and whoever comes beside them tries again. */
    private static final int AT_ONCE = 4;

    private static final Duration SLOWEST = Duration.ofSeconds(10);
    private static final int PART = 1 << 16;

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final WebhookReceiver receiver =
            new WebhookReceiver(() -> GitOpsGlobalConfiguration.get().webhooks(), Clock.systemUTC());

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** Takes a webhook. */
    @POST
    public HttpResponse doIndex(StaplerRequest2 request) throws IOException {
        if (!room.tryAcquire()) {
            return new Said(WebhookAnswer.busy());
        }
        try {
            Optional<byte[]> body = body(request.getInputStream());
            if (body.isEmpty()) {
                return new Said(WebhookAnswer.slow());
            }
            WebhookAnswer answer = receiver.receive(headers(request), body.get());
            if (!answer.repositories().isEmpty()) {
                DriftMonitor.get().ask(answer.repositories());
            }
            return new Said(answer);
        } finally {
            room.release();
        }
    }

    /** Empty where it trickles: who sends so holds up others. */
    private static Optional<byte[]> body(InputStream content) throws IOException {
        long deadline = System.nanoTime() + SLOWEST.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        int read = content.read(part);
        while (read >= 0 && body.size() <= WebhookReceiver.LONGEST) {
            if (System.nanoTime() > deadline) {
                return Optional.empty();
            }
            body.write(part, 0, read);
            read = content.read(part);
        }
        return Optional.of(body.toByteArray());
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
        return headers;
    }

    private record Said(WebhookAnswer answer) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException {
            response.setStatus(answer.status());
            response.setContentType("text/plain;charset=UTF-8");
            response.getOutputStream().write((answer.message() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** No host has a crumb. */
    @Extension
    public static final class NoCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            boolean isWebhook = ("/" + URL_NAME).equals(path) || ("/" + URL_NAME + "/").equals(path);
            if (isWebhook) {
                chain.doFilter(request, response);
            }
            return isWebhook;
        }
    }
}
