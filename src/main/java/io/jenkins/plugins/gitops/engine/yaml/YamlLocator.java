package io.jenkins.plugins.gitops.engine.yaml;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Alias;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Index;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Key;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Match;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Walks a path through the documents of a file. */
final class YamlLocator {
    private final YamlText text;
    private final YamlPath path;

    YamlLocator(YamlText text, YamlPath path) {
        this.text = text;
        this.path = path;
    }

    /**
     * How far a path leads in one document.
     *
     * @param node what is there, or the last node on the way
     * @param parent the map that holds the node as a value, or null
     * @param key the node's key, or null
     * @param steps the steps taken
     * @param shared how the node is shared with other places by an alias or merge, in words; null where it is not
     * @param own false where the last map has the key only through a merge
     */
    record Place(
            YamlNode node,
            @CheckForNull Mapping parent,
            @CheckForNull Scalar key,
            int steps,
            @CheckForNull String shared,
            boolean own) {}

    /** The places where the whole path leads to something, one a document at most. */
    List<Place> found() throws YamlProblem {
        List<Place> found = new ArrayList<>();
        for (Place place : all()) {
            if (place.steps() == path.steps().size()) {
                found.add(place);
            }
        }
        return found;
    }

    /** How far the path leads in each document. */
    List<Place> all() throws YamlProblem {
        List<Place> places = new ArrayList<>();
        List<YamlNode> documents = text.documents();
        boolean chosen = !(path.steps().get(0) instanceof Key)
                && documents.stream().allMatch(document -> document instanceof Mapping || empty(document));
        for (int i = 0; i < documents.size(); i++) {
            YamlNode document = documents.get(i);
            int first = chosen ? chosenBySteps(document, i) : 0;
            if (first >= 0) {
                places.add(walk(document, first));
            }
        }
        return places;
    }

    /** The first step behind those that choose this document, or -1 where they choose another. */
    private int chosenBySteps(YamlNode document, int index) throws YamlProblem {
        int step = 0;
        while (step < path.steps().size() && !(path.steps().get(step) instanceof Key)) {
            Step chooser = path.steps().get(step);
            boolean chosen = chooser instanceof Index wanted
                    ? wanted.index() == index
                            || wanted.index() + text.documents().size() == index
                    : matches(document, (Match) chooser);
            if (!chosen) {
                return -1;
            }
            step++;
        }
        return step;
    }

    private Place walk(YamlNode document, int first) throws YamlProblem {
        Place place = new Place(document, null, null, first, null, true);
        while (place.steps() < path.steps().size()) {
            Step step = path.steps().get(place.steps());
            YamlNode node = place.node().target();
            Place next = step instanceof Key key && node instanceof Mapping map
                    ? entry(place, map, key)
                    : !(step instanceof Key) && node instanceof Sequence list ? item(place, list, step) : null;
            if (next == null) {
                return place;
            }
            place = next;
        }
        return place;
    }

    @CheckForNull
    private Place entry(Place place, Mapping map, Key key) throws YamlProblem {
        List<Entry> own = map.entries().stream()
                .filter(entry -> !entry.merge() && entry.key().text().equals(key.name()))
                .toList();
        if (own.size() > 1) {
            throw problem(own.get(1).key(), "the key '" + key.name() + "' again", "it once");
        }
        if (own.size() == 1) {
            Entry entry = own.get(0);
            return new Place(entry.value(), map, entry.key(), place.steps() + 1, shared(place, entry.value()), true);
        }
        Entry merged = find(map, key.name()).orElse(null);
        if (merged == null) {
            return null;
        }
        String shared =
                "a value merged in by << from line " + merged.key().position().line();
        return new Place(merged.value(), map, merged.key(), place.steps() + 1, shared, false);
    }

    @CheckForNull
    private Place item(Place place, Sequence list, Step step) throws YamlProblem {
        List<Integer> matching = IntStream.range(0, list.items().size()).boxed().toList();
        if (step instanceof Index index) {
            int wanted = index.index() < 0 ? index.index() + list.items().size() : index.index();
            matching = matching.contains(wanted) ? List.of(wanted) : List.of();
        } else {
            List<Integer> matched = new ArrayList<>();
            for (int i : matching) {
                if (matches(list.items().get(i), (Match) step)) {
                    matched.add(i);
                }
            }
            matching = matched;
        }
        if (matching.size() > 1) {
            YamlNode second = list.items().get(matching.get(1));
            throw problem(second, "a second item that matches " + step, "one (in '" + path + "')");
        }
        if (matching.isEmpty()) {
            return null;
        }
        YamlNode item = list.items().get(matching.get(0));
        return new Place(item, null, null, place.steps() + 1, shared(place, item), true);
    }

    private static boolean matches(YamlNode item, Match match) {
        YamlNode node = item.target();
        for (String key : match.keys()) {
            Optional<Entry> entry = node instanceof Mapping map ? find(map, key) : Optional.empty();
            if (entry.isEmpty()) {
                return false;
            }
            node = entry.get().value().target();
        }
        return node instanceof Scalar scalar && scalar.text().equals(match.value());
    }

    /** The entry of a key as it is written: {@code on} is a key of that name here, whatever Kubernetes reads. */
    private static Optional<Entry> find(Mapping map, String key) {
        return map.effective().values().stream()
                .filter(entry -> entry.key().text().equals(key))
                .findFirst();
    }

    @CheckForNull
    private static String shared(Place before, YamlNode node) {
        if (before.shared() != null) {
            return before.shared();
        }
        return node instanceof Alias alias
                ? "the alias *" + alias.anchor() + " of the anchor on line "
                        + alias.target().position().line()
                : null;
    }

    static boolean empty(YamlNode node) {
        return node instanceof Scalar scalar && scalar.plain() && scalar.value() == null;
    }

    YamlProblem problem(YamlNode at, String found, String expected) {
        return new YamlProblem(text.file(), at.position(), found, expected);
    }
}
