package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.yaml.Position;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that somebody decided against promotions, as a file in the config repository: an environment that is held,
 * or a version in quarantine. It ends by its own date, or when the file is deleted.
 *
 * @param kind what it is
 * @param version the version that is held, or kept out
 * @param by who decided it
 * @param reason why
 * @param since when it was decided
 * @param until when it ends by itself; null: when somebody ends it
 */
public record Restriction(
        Kind kind,
        String version,
        String by,
        String reason,
        Instant since,
        @CheckForNull Instant until) {
    private static final SafeYaml YAML = new SafeYaml(YamlLimits.HAND_WRITTEN);
    private static final Set<String> KEYS = Set.of("version", "by", "reason", "since", "until");

    /** What is restricted. */
    public enum Kind {
        /** Nothing else is promoted into the environment. */
        HOLD("hold"),
        /** The version is promoted nowhere. */
        QUARANTINE("quarantine");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /** Whether it still counts. */
    public boolean isActive(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** Who, until when and why, for messages. */
    String sentence() {
        return "by " + by + " since " + since + (until == null ? "" : " until " + until) + ": " + reason;
    }

    byte[] toYaml(String file) throws YamlProblem {
        YamlFile yaml = YamlFile.parse(file, new byte[0])
                .create(YamlPath.of(kind.key, "version"), version)
                .create(YamlPath.of(kind.key, "by"), by)
                .create(YamlPath.of(kind.key, "reason"), reason)
                .create(YamlPath.of(kind.key, "since"), since.toString());
        return (until == null ? yaml : yaml.create(YamlPath.of(kind.key, "until"), until.toString())).bytes();
    }

    /** @throws YamlProblem where it is not what {@link #toYaml} writes: what cannot be read is never passed over */
    static Restriction read(String file, byte[] bytes, Kind kind) throws YamlProblem {
        List<SafeYaml.Document> documents = YAML.load(file, bytes);
        Object map = documents.size() == 1 && documents.get(0).value() instanceof Map<?, ?> top && top.size() == 1
                ? top.get(kind.key)
                : null;
        if (!(map instanceof Map<?, ?> said) || !KEYS.containsAll(said.keySet())) {
            throw wrong(
                    file, "no proper " + kind.key, "one map '" + kind.key + "' of version, by, reason, since, until");
        }
        Written written = new Written(file, bytes, kind);
        return new Restriction(
                kind,
                text(said, "version", written),
                text(said, "by", written),
                text(said, "reason", written),
                time(said, "since", written),
                said.containsKey("until") ? time(said, "until", written) : null);
    }

    private static String text(Map<?, ?> said, String key, Written written) throws YamlProblem {
        Object value = said.get(key);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        boolean unquoted = value instanceof Number || value instanceof Boolean;
        throw written.wrong(key, unquoted ? "a text: put it in quotes" : "a text");
    }

    private static Instant time(Map<?, ?> said, String key, Written written) throws YamlProblem {
        try {
            return Instant.parse(text(said, key, written));
        } catch (DateTimeException e) {
            throw written.wrong(key, "a time such as 2026-05-01T12:00:00Z");
        }
    }

    /** The file as somebody wrote it, to say where it is wrong. */
    private record Written(String file, byte[] bytes, Kind kind) {

        YamlProblem wrong(String key, String expected) throws YamlProblem {
            Optional<YamlNode> node = YamlFile.parse(file, bytes).get(YamlPath.of(kind.key, key));
            return node.isEmpty()
                    ? Restriction.wrong(file, "no '" + key + "'", expected)
                    : new YamlProblem(
                            file,
                            node.get().position(),
                            "'" + key + "' with " + node.get().describe(),
                            expected);
        }
    }

    private static YamlProblem wrong(String file, String found, String expected) {
        return new YamlProblem(file, new Position(1, 1), found, expected);
    }
}
