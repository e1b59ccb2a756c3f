package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a promotion's commit says about itself at the end of its message, so that anybody can read it from Git alone.
 *
 * @param application the application promoted; null where only a file was edited
 * @param environment the environment it was promoted into
 * @param version the version, as the application counts
 * @param build the build that promoted it
 * @param promotionId the promotion's own id, by which it is found again
 */
public record Trailers(
        @CheckForNull String application,
        @CheckForNull String environment,
        @CheckForNull String version,
        @CheckForNull String build,
        @CheckForNull String promotionId) {
    static final String APPLICATION = "Gitops-Application";
    static final String ENVIRONMENT = "Gitops-Environment";
    static final String VERSION = "Gitops-Version";
    static final String BUILD = "Gitops-Build";
    static final String PROMOTION_ID = "Gitops-Promotion-Id";
    private static final Pattern LOOKS_OURS = Pattern.compile("(?mi)^([ \\t*]*Gitops-)");
    private static final Trailers NONE = new Trailers(null, null, null, null, null);

    /** A promotion that says nothing about itself. */
    public static Trailers none() {
        return NONE;
    }

    /** What a commit says. */
    public static Trailers of(CommitInfo commit) {
        Map<String, String> found = commit.trailers();
        return new Trailers(
                found.get(APPLICATION),
                found.get(ENVIRONMENT),
                found.get(VERSION),
                found.get(BUILD),
                found.get(PROMOTION_ID));
    }

    public Trailers withPromotionId(String id) {
        return new Trailers(application, environment, version, build, id);
    }

    /** The trailers that are set, in the order they are written. */
    public Map<String, String> asMap() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, APPLICATION, application);
        put(set, ENVIRONMENT, environment);
        put(set, VERSION, version);
        put(set, BUILD, build);
        put(set, PROMOTION_ID, promotionId);
        return set;
    }

    private static void put(Map<String, String> set, String key, @CheckForNull String value) {
        if (value != null && !value.isBlank()) {
            set.put(key, oneLine(value));
        }
    }

    static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** The message with the trailers behind it. Lines that would read as trailers of ours are quoted. */
    String appendTo(String message) {
        String text = message.replace("\r\n", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
                .strip();
        StringBuilder whole = new StringBuilder(LOOKS_OURS.matcher(text).replaceAll("> $1"));
        if (whole.isEmpty()) {
            whole.append("Promote");
        }
        String separator = "\n\n";
        for (Map.Entry<String, String> trailer : asMap().entrySet()) {
            whole.append(separator).append(trailer.getKey()).append(": ").append(trailer.getValue());
            separator = "\n";
        }
        return whole.append('\n').toString();
    }
}
