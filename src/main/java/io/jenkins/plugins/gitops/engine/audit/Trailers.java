package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a promotion's commit says about itself at the end of its message, so that anybody can read it from Git alone. A
 * commit may hold several promotions, each with trailers of its own: an atomic one of several applications, or what a
 * forge squashed into one.
 */
public final class Trailers {
    private static final Pattern LOOKS_OURS = Pattern.compile("(?dmi)^([ \\t*]*Gitops-)");
    /** What {@link Trailer#ACTION} says of a rollback. */
    public static final String ROLLBACK = "rollback";

    private static final Trailers NONE = new Trailers(Map.of());

    private final Map<Trailer, String> values;

    private Trailers(Map<Trailer, String> values) {
        this.values = values;
    }

    /** A promotion that says nothing about itself. */
    public static Trailers none() {
        return NONE;
    }

    /** A promotion of an application into an environment; what is null is left out. */
    public static Trailers of(
            @CheckForNull String application,
            @CheckForNull String environment,
            @CheckForNull String version,
            @CheckForNull String build) {
        return NONE.with(Trailer.APPLICATION, application)
                .with(Trailer.ENVIRONMENT, environment)
                .with(Trailer.VERSION, version)
                .with(Trailer.BUILD, build);
    }

    /** The promotions that a commit holds, in the order they were made; none where it says nothing of any. */
    public static List<Trailers> of(CommitInfo commit) {
        return of(commit.message());
    }

    /** The promotions that a message holds, of a commit or an annotated tag. */
    public static List<Trailers> of(String message) {
        List<Trailers> promotions = new ArrayList<>();
        Trailers current = NONE;
        Matcher line = CommitInfo.OURS.matcher(message);
        while (line.find()) {
            Optional<Trailer> trailer = Trailer.of(line.group(1));
            if (trailer.isEmpty()) {
                continue;
            }
            if (begins(trailer.get(), current)) {
                promotions.add(current);
                current = NONE;
            }
            current = current.with(trailer.get(), line.group(2));
        }
        if (current != NONE) {
            promotions.add(current);
        }
        return promotions;
    }

    /** Trailers are written in order, so one that is not behind the last begins another promotion. */
    private static boolean begins(Trailer trailer, Trailers current) {
        return current.values.keySet().stream().anyMatch(known -> known.ordinal() >= trailer.ordinal());
    }

    /** The same with another value; a blank one takes it away. */
    public Trailers with(Trailer trailer, @CheckForNull String value) {
        Map<Trailer, String> changed = new EnumMap<>(Trailer.class);
        changed.putAll(values);
        if (value == null || value.isBlank()) {
            changed.remove(trailer);
        } else {
            changed.put(trailer, oneLine(value));
        }
        return new Trailers(changed);
    }

    public Optional<String> get(Trailer trailer) {
        return Optional.ofNullable(values.get(trailer));
    }

    /** What must not overtake each other: the promotions of one application into one environment; empty: nothing. */
    public String stream() {
        return get(Trailer.STREAM)
                .or(() -> get(Trailer.APPLICATION)
                        .map(application ->
                                stream(application, get(Trailer.ENVIRONMENT).orElse(""))))
                .orElse("");
    }

    /** Whether it brought a version, as a promotion and a rollback do and a hold does not. */
    public boolean bringsVersion() {
        String action = get(Trailer.ACTION).orElse("");
        return action.isEmpty() || action.equals(ROLLBACK);
    }

    /** The stream of an application and environment. */
    public static String stream(String application, String environment) {
        return application + "/" + environment;
    }

    /** The parts of a value that is a list: {@code order, hold}. */
    public static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** A value as a trailer can hold it. */
    public static String oneLine(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }

    /**
     * A message with the trailers of some promotions behind it. Lines of the message that would read as trailers of ours
     * are quoted.
     */
    public static String append(String message, Collection<Trailers> promotions) {
        String text = message.replace("\r\n", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
                .strip();
        StringBuilder whole = new StringBuilder(LOOKS_OURS.matcher(text).replaceAll("> $1"));
        if (whole.isEmpty()) {
            whole.append("Promote");
        }
        String separator = "\n\n";
        for (Trailers promotion : promotions) {
            for (Map.Entry<Trailer, String> trailer : promotion.values.entrySet()) {
                whole.append(separator)
                        .append(trailer.getKey().key())
                        .append(": ")
                        .append(trailer.getValue());
                separator = "\n";
            }
        }
        return whole.append('\n').toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trailers trailers && values.equals(trailers.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
