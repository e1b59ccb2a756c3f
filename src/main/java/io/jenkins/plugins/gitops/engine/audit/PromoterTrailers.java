package io.jenkins.plugins.gitops.engine.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trailers of gitops-promoter for what means the same there and here, so that its history shows our promotions too: it
 * reads them, by {@code git interpret-trailers}, of the commits that a branch's first parents are. Its trailers about
 * unrendered ("dry") commits have nothing that corresponds.
 */
public final class PromoterTrailers {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> values = new LinkedHashMap<>();

    private PromoterTrailers() {}

    /**
     * The pull request that a promotion came by.
     *
     * @param id its number or key at the forge
     * @param url where people look at it
     * @param source the branch it came from
     * @param target the branch it went to
     * @param merged when it was merged
     */
    public record PullRequest(String id, String url, String source, String target, Instant merged) {}

    /**
     * Those of a promotion.
     *
     * @param active the commit that the branch stood at
     * @param proposed the commit that is brought to it; null where the change is made on the branch itself
     * @param request null where there was none
     * @param gates that let it through, as they are noted of the proposed commit
     */
    public static PromoterTrailers of(
            String active,
            @CheckForNull String proposed,
            @CheckForNull PullRequest request,
            Collection<NoteRecord> gates) {
        PromoterTrailers trailers = new PromoterTrailers();
        if (request != null) {
            trailers.request(request);
        }
        gates.forEach(trailers::status);
        trailers.put("Sha-hydrated-active", active);
        trailers.put("Sha-hydrated-proposed", proposed == null ? "" : proposed);
        return trailers;
    }

    private void request(PullRequest request) {
        put("Pull-request-id", request.id());
        put("Pull-request-source-branch", request.source());
        put("Pull-request-target-branch", request.target());
        put("Pull-request-merge-time", time(request.merged()));
        put("Pull-request-url", link(request.url()));
    }

    /** The last status of a key stands. */
    private void status(NoteRecord record) {
        // a key of a trailer holds nothing else
        String key = "Commit-status-proposed-" + record.gate().replaceAll("[^A-Za-z0-9-]+", "-");
        put(key + "-phase", phase(record));
        put(key + "-url", link(record.build()));
        if (record.reason().isEmpty()) {
            values.remove(key + "-description");
        } else {
            put(key + "-description", quoted(record.reason()));
        }
    }

    private static String phase(NoteRecord record) {
        return record.verdict().equals("OPEN") ? "success" : "pending";
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text that is no JSON", e);
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String link(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "";
    }

    private void put(String key, String value) {
        if (value.isBlank()) {
            values.remove(key);
        } else {
            values.put(key, Trailers.oneLine(value));
        }
    }

    /** By key, in the order they are written. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** A message whose last paragraph are trailers, with these behind them. */
    public String appendTo(String message) {
        StringBuilder whole = new StringBuilder(message.stripTrailing()).append('\n');
        values.forEach(
                (key, value) -> whole.append(key).append(": ").append(value).append('\n'));
        return whole.toString();
    }
}
