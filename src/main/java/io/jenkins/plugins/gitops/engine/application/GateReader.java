package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the gates of an environment. */
final class GateReader {
    private static final List<String> TYPES = List.of(
            "approval",
            "soak",
            "window",
            "checks",
            "healthy",
            "drift",
            "job",
            "tests",
            "scan",
            "policy",
            "admission",
            "command");

    private static final int MOST_GATES = 50;
    private static final int MOST_OPENINGS = 50;

    private final Set<String> names;
    private final Set<String> environments;

    /**
     * A reader of further gates.
     *
     * @param shared gates that the environment has already
     * @param environments the names of the application's environments
     */
    GateReader(List<Gate> shared, Set<String> environments) {
        this.names = shared.stream().map(Gate::name).collect(Collectors.toCollection(HashSet::new));
        this.environments = environments;
    }

    List<Gate> read(Section environment) {
        List<Gate> gates = new ArrayList<>();
        environment.sections("gates").forEach(section -> gate(section).ifPresent(gates::add));
        if (names.size() > MOST_GATES) {
            environment.wrong(environment.at(), names.size() + " gates", "at most " + MOST_GATES);
        }
        return gates;
    }

    private Optional<Gate> gate(Section section) {
        List<String> types =
                section.keys().stream().filter(key -> !key.equals("name")).toList();
        Optional<String> given = section.text("name", Syntax::name);
        if (types.size() != 1 || !TYPES.contains(types.get(0))) {
            String found = types.isEmpty()
                    ? "no gate"
                    : types.size() == 1
                            ? "the unknown gate '" + types.get(0) + "'"
                            : "several gates in one item: " + String.join(", ", types);
            section.wrong(section.at(), found, Section.oneOf(TYPES, types.size() == 1 ? types.get(0) : ""));
            return Optional.empty();
        }
        String type = types.get(0);
        String name = given.orElse(type);
        if (!names.add(name)) {
            section.wrong(section.at(), "a second gate '" + name + "'", "a 'name' of its own for each");
        }
        Optional<Gate> gate =
                switch (type) {
                    case "approval" -> section.section(type).map(keys -> approval(name, keys));
                    case "soak" -> section.text(type, Policies::positive).map(soak -> new Gate.Soak(name, soak));
                    case "window" -> section.section(type).map(keys -> window(name, keys));
                    case "checks" -> Optional.of(new Gate.Checks(name, checks(section)));
                    case "healthy" -> Optional.of(new Gate.Healthy(name, section.texts(type, this::environment)));
                    case "drift" -> Optional.of(new Gate.Drift(name, section.texts(type, this::environment)));
                    default -> EvidenceReader.read(type, name, section);
                };
        if (section.node(type).isEmpty()) {
            section.wrong(section.at(), "a gate '" + type + "' that says nothing", "what it asks for");
        }
        section.close();
        return gate;
    }

    private static Gate approval(String name, Section section) {
        List<String> users = section.texts("users", Syntax::text);
        List<String> groups = section.texts("groups", Syntax::text);
        int count = section.number("count", 1, 100, true).map(Double::intValue).orElse(1);
        boolean forge = section.bool("forge").orElse(false);
        boolean nobody =
                section.items("users").isEmpty() && section.items("groups").isEmpty();
        if (nobody && !forge) {
            section.wrong(section.at(), "an approval by nobody", "users or groups, or 'forge: true'");
        } else if (section.items("groups").isEmpty() && count > users.size() && !users.isEmpty()) {
            section.wrong(section.at(), "an approval by " + count + " of " + users.size(), "no more than there are");
        }
        boolean self = section.bool("self").orElse(false);
        section.close();
        return new Gate.Approval(name, users, groups, count, self, forge);
    }

    private static Gate window(String name, Section section) {
        List<Gate.Opening> allow = openings(section, "allow");
        List<Gate.Opening> deny = openings(section, "deny");
        if (section.items("allow").isEmpty() && section.items("deny").isEmpty()) {
            section.wrong(section.at(), "a window that neither allows nor denies", "allow or deny");
        }
        ZoneId timeZone = section.text("timeZone", Syntax::timeZone).orElse(ZoneOffset.UTC);
        section.close();
        return new Gate.Window(name, allow, deny, timeZone);
    }

    private static List<Gate.Opening> openings(Section window, String key) {
        List<Section> sections = window.sections(key);
        if (sections.size() > MOST_OPENINGS) {
            window.wrong(window.at(), sections.size() + " windows in '" + key + "'", "at most " + MOST_OPENINGS);
        }
        return sections.stream()
                .map(section -> {
                    Gate.Opening opening = new Gate.Opening(
                            section.required("schedule", section.text("schedule", CronSyntax::check), "* * * * *"),
                            section.required(
                                    "duration", section.text("duration", Policies::positive), Duration.ofHours(1)));
                    section.close();
                    return opening;
                })
                .toList();
    }

    private static List<String> checks(Section section) {
        List<YamlNode> items = section.items("checks");
        if (items.isEmpty() && section.node("checks").isPresent()) {
            section.wrong(section.at(), "no checks", "the name of at least one commit status");
        }
        return section.texts("checks", Syntax::text);
    }

    private String environment(String text) {
        if (!environments.contains(text)) {
            throw new IllegalArgumentException(
                    "an environment of the application: " + Section.oneOf(environments, text));
        }
        return text;
    }
}
