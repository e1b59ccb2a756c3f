package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the files declare, together: what one application may not say because of another. */
final class Declarations {
    private final Mistakes mistakes;
    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, Declared> byName = new LinkedHashMap<>();
    private final Map<Place, String> places = new HashMap<>();

    private record Declared(Application application, String file, Section section) {}

    /** Where a desired state stands. */
    private record Place(Optional<String> repository, String ref, String path) {}

    Declarations(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void addFile(String file) {
        files.add(file);
    }

    void add(Application application, Section section) {
        YamlNode at = section.node("name").orElse(section.at());
        Declared first = byName.putIfAbsent(application.name(), new Declared(application, section.file(), section));
        if (first != null && !application.name().equals(ApplicationReader.UNREAD)) {
            mistakes.add(
                    section.file(),
                    at,
                    "the application '" + application.name() + "' again",
                    "a name of its own (it stands in " + first.application().origin() + " already)");
        }
        List<Section> sections = section.sections("environments");
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            Environment environment = application.environments().get(i);
            YamlNode name = sections.get(i).node("name").orElse(sections.get(i).at());
            if (!names.add(environment.name()) && !environment.name().equals(ApplicationReader.UNREAD)) {
                mistakes.add(section.file(), name, "the environment '" + environment.name() + "' again", "it once");
            }
            claim(application, environment, section.file(), sections.get(i).at());
        }
        boolean clear = names.size() == application.environments().size() && !names.contains(ApplicationReader.UNREAD);
        for (Environment environment : clear ? application.environments() : List.<Environment>of()) {
            promotionCycle(application, environment)
                    .ifPresent(cycle -> mistakes.add(
                            section.file(),
                            at,
                            "environments that wait for each other: " + cycle,
                            "an order without a circle"));
        }
    }

    private void claim(Application application, Environment environment, String file, YamlNode at) {
        Place place = place(application, environment.target());
        if (place.ref().endsWith(ApplicationReader.UNREAD) || place.path().equals(ApplicationReader.UNREAD)) {
            return;
        }
        String owner = application.name() + "/" + environment.name();
        String other = places.putIfAbsent(place, owner);
        if (other != null) {
            mistakes.add(
                    file,
                    at,
                    "the environment " + owner + " in the place of " + other,
                    "a branch, folder or tag of its own");
        }
    }

    private static Place place(Application application, Target target) {
        String ref = target instanceof Target.Branch branch
                ? branch.branch()
                : target instanceof Target.Folder folder
                        ? folder.branch().orElse("")
                        : "tags/" + ((Target.Tag) target).tag();
        return new Place(application.source().repository(), ref, target.manifests());
    }

    /** The applications, what they bring along resolved to names. */
    List<Application> resolved() {
        Map<String, Application> resolved = new LinkedHashMap<>();
        byName.forEach((name, declared) -> resolved.put(name, resolve(declared)));
        for (Application application : resolved.values()) {
            broughtCycle(application, resolved).ifPresent(cycle -> {
                Declared declared = byName.get(application.name());
                mistakes.add(
                        declared.file(),
                        declared.section()
                                .node("applications")
                                .orElse(declared.section().at()),
                        "an application that brings itself along: " + cycle,
                        "applications without a circle");
            });
        }
        return List.copyOf(resolved.values());
    }

    private Application resolve(Declared declared) {
        Set<String> names = new LinkedHashSet<>();
        Application application = declared.application();
        List<YamlNode> nodes = declared.section().items("applications");
        for (YamlNode node : nodes) {
            if (node.target() instanceof YamlNode.Scalar scalar
                    && application.applications().contains(scalar.text())) {
                names.addAll(brought(declared, node, scalar.text()));
            }
        }
        return new Application(
                application.name(),
                application.source(),
                application.order(),
                application.promotes(),
                application.environments(),
                List.copyOf(names),
                application.origin());
    }

    private List<String> brought(Declared declared, YamlNode node, String reference) {
        if (byName.containsKey(reference)) {
            return List.of(reference);
        }
        if (files.contains(reference)) {
            return byName.values().stream()
                    .filter(each -> each.file().equals(reference))
                    .map(each -> each.application().name())
                    .toList();
        }
        boolean path = reference.contains("/") || reference.endsWith(".yaml");
        String expected = path
                ? "a gitops.yaml of the repository: " + Section.oneOf(files, reference)
                : "an application of the repository: " + Section.oneOf(byName.keySet(), reference);
        mistakes.add(declared.file(), node, "'" + reference + "'", expected);
        return List.of();
    }

    private static Optional<String> promotionCycle(Application application, Environment start) {
        Map<String, List<String>> next = new HashMap<>();
        application.environments().forEach(environment -> next.put(environment.name(), environment.after()));
        return cycle(start.name(), next);
    }

    private static Optional<String> broughtCycle(Application start, Map<String, Application> applications) {
        Map<String, List<String>> next = new HashMap<>();
        applications.values().forEach(application -> next.put(application.name(), application.applications()));
        return cycle(start.name(), next);
    }

    /** The way from a node back to itself, told once: at the node of it whose name comes first. */
    private static Optional<String> cycle(String start, Map<String, List<String>> next) {
        Map<String, String> from = new HashMap<>();
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            String node = open.remove(0);
            for (String following : next.getOrDefault(node, List.of())) {
                if (following.equals(start)) {
                    return way(start, node, from);
                }
                if (from.putIfAbsent(following, node) == null) {
                    open.add(following);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> way(String start, String last, Map<String, String> from) {
        List<String> way = new ArrayList<>(List.of(start));
        for (String node = last; !node.equals(start); node = from.get(node)) {
            way.add(0, node);
        }
        way.add(0, start);
        boolean first = way.stream().allMatch(node -> start.compareTo(node) <= 0);
        return first ? Optional.of(String.join(" → ", way)) : Optional.empty();
    }
}
