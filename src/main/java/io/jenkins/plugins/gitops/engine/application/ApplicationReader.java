package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an application and its environments. */
final class ApplicationReader {
    /** Stands in for a name that could not be read, where a mistake was told already. */
    static final String UNREAD = "?";

    private final Section section;
    private final String name;
    private final Source source;
    private final Set<String> environments = new LinkedHashSet<>();

    ApplicationReader(Section section) {
        this.section = section;
        this.name = section.required("name", section.text("name", Syntax::name), UNREAD);
        this.source = section.section("source").map(ApplicationReader::source).orElse(new Source(Optional.empty(), ""));
    }

    private static Source source(Section section) {
        Source source = new Source(
                section.text("repository", Syntax::text),
                section.text("path", Syntax::path).orElse(""));
        section.close();
        return source;
    }

    /** The application as it is declared: what it brings along may still be paths. */
    Application read(Optional<Section> fileDefaults) {
        List<Section> declared = section.sections("environments");
        for (Section environment : declared) {
            environment.text("name", text -> text).ifPresent(environments::add);
        }
        Policies shared =
                fileDefaults.map(defaults -> defaults(defaults, Policies.NONE)).orElse(Policies.NONE);
        shared = section.section("defaults").isPresent()
                ? defaults(section.section("defaults").get(), shared)
                : shared;
        VersionOrder order = section.choice("order", VersionOrder.class).orElse(VersionOrder.BUILD);
        Promotes promotes = section.section("promotes").map(Promotes::read).orElse(Promotes.DEFAULT);
        List<Environment> read = new ArrayList<>();
        for (Section environment : declared) {
            Optional<String> before = read.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read.get(read.size() - 1).name());
            read.add(environment(environment, shared, before));
        }
        List<String> brought = section.texts("applications", ApplicationReader::nameOrPath);
        if (section.items("environments").isEmpty()
                && section.items("applications").isEmpty()) {
            section.wrong(section.at(), "an application without environments", "environments or applications");
        }
        section.close();
        String origin = section.file() + ":" + section.at().position().line();
        return new Application(name, source, order, promotes, read, brought, origin);
    }

    private Policies defaults(Section defaults, Policies shared) {
        Policies policies = shared.with(defaults, environments);
        defaults.close();
        return policies;
    }

    private static String nameOrPath(String text) {
        return text.contains("/") || text.endsWith(".yaml") ? Syntax.path(text) : Syntax.name(text);
    }

    private Environment environment(Section keys, Policies shared, Optional<String> before) {
        String environment = keys.required("name", keys.text("name", Syntax::name), UNREAD);
        Target target = target(keys);
        Policies policies = shared.with(keys, environments);
        List<String> after = keys.node("after").isPresent()
                ? keys.texts("after", text -> other(environment, text))
                : before.stream().toList();
        if (policies.delivery() == Delivery.JENKINS && policies.cluster().isEmpty()) {
            keys.wrong(keys.at(), "no 'destination.cluster'", "one, where delivery is jenkins");
        }
        if (target instanceof Target.Tag && policies.pullRequest().isOpened()) {
            keys.node("pullRequest")
                    .ifPresent(node -> keys.wrong(node, "a pull request to a tag", "a branch or folder to merge into"));
        }
        Optional<Controller> controller = controller(keys, policies);
        keys.close();
        return new Environment(
                environment,
                target,
                new Destination(
                        policies.cluster().orElse(""), policies.namespace().orElse("default")),
                policies.delivery(),
                controller,
                policies.sync(),
                policies.health(),
                policies.ignoreDifferences(),
                after,
                gates(policies.gates(), after),
                policies.drift(),
                policies.pullRequest());
    }

    /** A gate that asks for no environment in particular asks for those before. */
    private static List<Gate> gates(List<Gate> gates, List<String> after) {
        return gates.stream().map(gate -> before(gate, after)).toList();
    }

    private static Gate before(Gate gate, List<String> after) {
        if (gate instanceof Gate.Healthy healthy && healthy.environments().isEmpty()) {
            return new Gate.Healthy(healthy.name(), after);
        }
        return gate instanceof Gate.Drift drift && drift.environments().isEmpty()
                ? new Gate.Drift(drift.name(), after)
                : gate;
    }

    private String other(String environment, String text) {
        if (text.equals(environment)) {
            throw new IllegalArgumentException("another environment");
        }
        if (!environments.contains(text)) {
            throw new IllegalArgumentException(
                    "an environment of the application: " + Section.oneOf(environments, text));
        }
        return text;
    }

    private Target target(Section keys) {
        Optional<String> branch = keys.text("branch", Syntax::branch);
        Optional<String> folder = keys.text("folder", Syntax::path);
        Optional<String> tag = keys.text("tag", Syntax::tag);
        Optional<String> path = keys.text("path", Syntax::path);
        boolean hasBranch = keys.node("branch").isPresent();
        boolean hasFolder = keys.node("folder").isPresent();
        boolean hasTag = keys.node("tag").isPresent();
        if (hasTag && (hasBranch || hasFolder) || !hasTag && !hasBranch && !hasFolder) {
            YamlNode at = keys.node("tag").orElse(keys.at());
            String found = hasTag ? "a tag beside a " + (hasBranch ? "branch" : "folder") : "no branch, folder or tag";
            keys.wrong(at, found, "exactly one of branch, folder and tag (a folder may name its branch)");
        }
        if (hasFolder && path.isPresent()) {
            keys.wrong(keys.node("path").orElseThrow(), "a path beside a folder", "the folder alone");
        }
        if (hasFolder) {
            return new Target.Folder(folder.orElse(UNREAD), branch);
        }
        String manifests = path.orElse(source.path());
        return hasTag
                ? new Target.Tag(tag.orElse(UNREAD), manifests)
                : new Target.Branch(branch.orElse(UNREAD), manifests);
    }

    private static Optional<Controller> controller(Section keys, Policies policies) {
        if (policies.delivery() != Delivery.ARGOCD && policies.delivery() != Delivery.FLUX) {
            keys.node("controller")
                    .ifPresent(node -> keys.wrong(
                            node,
                            "a controller where none delivers",
                            "'delivery: argocd' or 'delivery: flux' beside it"));
            return Optional.empty();
        }
        Policies.ControllerKeys said = policies.controller();
        String cluster = said.cluster().or(policies::cluster).orElse("");
        return Optional.of(new Controller(cluster, said.namespace(), said.name()));
    }
}
