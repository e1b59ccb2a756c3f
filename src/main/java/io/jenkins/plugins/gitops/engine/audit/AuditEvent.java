package io.jenkins.plugins.gitops.engine.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that was done or found out, as it is told to others: names and values, of which what is not known is left
 * out. No value holds a secret: of a URL, who comes in by it is cut.
 *
 * @param values by name, in the order they are told
 */
public record AuditEvent(Map<String, Object> values) {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s]*@");
    private static final int LONGEST = 2_000;

    public AuditEvent {
        Map<String, Object> told = new LinkedHashMap<>();
        values.forEach((name, value) -> put(told, name, value));
        values = Collections.unmodifiableMap(told);
    }

    private static void put(Map<String, Object> told, String name, Object value) {
        if (value instanceof List<?> list) {
            if (!list.isEmpty()) {
                told.put(
                        name,
                        list.stream().map(each -> clean(String.valueOf(each))).toList());
            }
        } else if (value != null && !String.valueOf(value).isEmpty()) {
            told.put(name, clean(String.valueOf(value)));
        }
    }

    private static String clean(String text) {
        String line = USER_INFO.matcher(Trailers.oneLine(text)).replaceAll("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }

    /** A verdict, an approval or what a gate said. */
    public static AuditEvent of(NoteRecord record) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("time", record.time());
        values.put("type", record.type().key());
        values.put("application", record.application());
        values.put("environment", record.environment());
        values.put("gate", record.gate());
        values.put("verdict", record.verdict());
        values.put("commit", record.commit());
        values.put("included", record.included());
        values.put("by", record.by());
        values.put("build", record.build());
        values.put("reason", record.reason());
        values.put("rules", record.rules());
        values.put("unseen", record.unseen());
        values.put("groups", record.groups());
        return new AuditEvent(values);
    }

    /**
     * A promotion, rollback, hold, release or lease.
     *
     * @param promotion what its commit says
     * @param verdict what became of it
     * @param commit where it was written; empty where nothing was
     * @param by who asked for it, where the commit does not say
     */
    public static AuditEvent of(Trailers promotion, String verdict, String commit, String by, Instant time) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("time", time);
        values.put("type", promotion.get(Trailer.ACTION).orElse("promotion"));
        values.put("application", promotion.get(Trailer.APPLICATION).orElse(""));
        values.put("environment", promotion.get(Trailer.ENVIRONMENT).orElse(""));
        values.put("verdict", verdict);
        values.put("version", promotion.get(Trailer.VERSION).orElse(""));
        values.put("order", promotion.get(Trailer.ORDER).orElse(""));
        values.put("commit", commit);
        values.put("from", promotion.get(Trailer.FROM).orElse(""));
        values.put("undoes", promotion.get(Trailer.UNDOES).orElse(""));
        values.put("by", promotion.get(Trailer.ACTOR).orElse(by));
        values.put("build", promotion.get(Trailer.BUILD).orElse(""));
        values.put("reason", promotion.get(Trailer.REASON).orElse(""));
        values.put("forced", Trailers.list(promotion.get(Trailer.FORCED).orElse("")));
        values.put("gates", promotion.get(Trailer.GATES).orElse(""));
        values.put("promotion", promotion.get(Trailer.PROMOTION_ID).orElse(""));
        return new AuditEvent(values);
    }

    /** The same, and where it happened. */
    public AuditEvent at(String repository, String branch) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put("repository", repository);
        more.put("branch", branch);
        return new AuditEvent(more);
    }
}
