package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.application.Gate.IgnoredFinding;
import io.jenkins.plugins.gitops.engine.application.Gate.Severity;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads the gates that ask for evidence: of a job, tests, a scanner, a policy, the API server or a command. */
final class EvidenceReader {
    private static final int MOST_FINDINGS = 1_000_000;
    private static final int MOST_TESTS = 10_000_000;
    private static final int LONGEST = 2_000;

    private EvidenceReader() {}

    /**
     * The gate of an item.
     *
     * @param type which one: the key of the item that is not its name
     */
    static Optional<Gate> read(String type, String name, Section item) {
        return switch (type) {
            case "job" -> job(name, item);
            case "tests" -> item.section(type).map(keys -> tests(name, keys));
            case "scan" -> item.section(type).map(keys -> scan(name, keys));
            case "policy" -> policy(name, item);
            case "admission" -> admission(name, item);
            default -> command(name, item);
        };
    }

    private static boolean isMap(Section item, String key) {
        return item.node(key)
                .filter(node -> node.target() instanceof YamlNode.Mapping)
                .isPresent();
    }

    private static Optional<Gate> job(String name, Section item) {
        if (!isMap(item, "job")) {
            return item.text("job", Syntax::text)
                    .map(job -> new Gate.Job(name, job, Optional.empty(), Optional.empty(), false));
        }
        return item.section("job").map(keys -> {
            Gate.Job job = new Gate.Job(
                    name,
                    keys.required("name", keys.text("name", Syntax::text), ""),
                    keys.text("parameter", Syntax::text),
                    keys.text("maxAge", Policies::positive),
                    keys.bool("unstable").orElse(false));
            keys.close();
            return job;
        });
    }

    private static Gate tests(String name, Section keys) {
        Optional<Integer> skipped = number(keys, "skipped", 0, MOST_TESTS);
        Gate.Tests tests = new Gate.Tests(
                name,
                number(keys, "failed", 0, MOST_TESTS).orElse(0),
                skipped.map(OptionalInt::of).orElse(OptionalInt.empty()),
                number(keys, "least", 0, MOST_TESTS).orElse(1));
        keys.close();
        return tests;
    }

    private static Gate scan(String name, Section keys) {
        Gate.Scan scan = new Gate.Scan(
                name,
                keys.text("report", Syntax::text).orElse(name),
                keys.choice("format", Gate.ScanFormat.class),
                keys.section("most").map(EvidenceReader::most).orElse(Gate.Scan.MOST),
                keys.sections("ignore").stream().map(EvidenceReader::ignored).toList());
        keys.close();
        return scan;
    }

    private static Map<Severity, Integer> most(Section keys) {
        Map<Severity, Integer> most = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            number(keys, severity.name().toLowerCase(Locale.ROOT), 0, MOST_FINDINGS)
                    .ifPresent(number -> most.put(severity, number));
        }
        if (keys.keys().isEmpty()) {
            keys.wrong(keys.at(), "a scan that allows everything", "how many of at least one severity");
        }
        keys.close();
        return most;
    }

    private static IgnoredFinding ignored(Section keys) {
        IgnoredFinding ignored = new IgnoredFinding(
                keys.required("id", keys.text("id", Syntax::text), ""), keys.text("until", EvidenceReader::date));
        keys.text("reason", EvidenceReader::sentence);
        keys.close();
        return ignored;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a date such as 2026-12-31", e);
        }
    }

    private static Optional<Gate> policy(String name, Section item) {
        if (!isMap(item, "policy")) {
            return item.text("policy", PolicyExpression::check)
                    .map(expression -> new Gate.Policy(name, expression, Optional.empty()));
        }
        return item.section("policy").map(keys -> {
            Gate.Policy policy = new Gate.Policy(
                    name,
                    keys.required("expression", keys.text("expression", PolicyExpression::check), "false"),
                    keys.text("reason", EvidenceReader::sentence));
            keys.close();
            return policy;
        });
    }

    private static String sentence(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a sentence of at most " + LONGEST + " characters");
        }
        return text;
    }

    private static Optional<Gate> admission(String name, Section item) {
        Optional<Boolean> asked = item.bool("admission");
        if (asked.isPresent() && !asked.get()) {
            item.wrong(item.at(), "an admission that is not asked for", "'true', or no such gate");
        }
        return asked.map(yes -> new Gate.Admission(name));
    }

    private static Optional<Gate> command(String name, Section item) {
        if (!isMap(item, "command")) {
            return item.text("command", Syntax::name).map(command -> new Gate.Command(name, command, Map.of()));
        }
        return item.section("command").map(keys -> {
            Gate.Command command = new Gate.Command(
                    name,
                    keys.required("name", keys.text("name", Syntax::name), ""),
                    keys.section("with").map(EvidenceReader::with).orElse(Map.of()));
            keys.close();
            return command;
        });
    }

    private static Map<String, String> with(Section keys) {
        Map<String, String> with = new TreeMap<>();
        List<String> names = new ArrayList<>(keys.keys());
        names.forEach(key -> keys.text(key, EvidenceReader::sentence).ifPresent(text -> with.put(key, text)));
        return with;
    }

    private static Optional<Integer> number(Section keys, String key, int least, int most) {
        return keys.number(key, least, most, true).map(Double::intValue);
    }
}
