package io.jenkins.plugins.gitops.engine.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.yaml.YamlLocator.Place;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Key;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Step;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * A YAML or JSON file whose values can be changed so that every other byte stays: comments, quotes, indentation, line
 * breaks, byte order mark. Never modified; an edit makes another one. An edit is checked by reading its result: nothing
 * but the value (or the new key) may differ in what a parser sees, or the edit is refused.
 */
public final class YamlFile {
    private final YamlText yaml;

    private YamlFile(YamlText yaml) {
        this.yaml = yaml;
    }

    /**
     * Reads a file.
     *
     * @param name its path, for messages
     * @throws YamlProblem where it is no YAML in UTF-8, or over {@link YamlLimits#MANIFESTS}
     */
    public static YamlFile parse(String name, byte[] bytes) throws YamlProblem {
        return new YamlFile(YamlText.parse(name, bytes, YamlLimits.MANIFESTS));
    }

    /** The file as it is now. */
    public byte[] bytes() {
        return yaml.text().getBytes(UTF_8);
    }

    /** The documents as they are written; an empty one is an empty scalar. */
    public List<YamlNode> documents() {
        return yaml.documents();
    }

    /**
     * What stands at a path, aliases and merge keys followed; empty where there is nothing.
     *
     * @throws YamlProblem where several documents or items match
     */
    public Optional<YamlNode> get(YamlPath path) throws YamlProblem {
        return one(path, new YamlLocator(yaml, path).found())
                .map(place -> place.node().target());
    }

    /**
     * The file with another value at a path.
     *
     * <p>A string stays in the old value's quotes. Where the old value has none it gets none, unless it would then be
     * read as another type than the old value: {@code 1.4.2} becomes {@code "1.10"}, but {@code 3} becomes {@code 5}.
     *
     * @param value a string, number, boolean or null; the latter three are written as such whatever stood there
     * @throws YamlProblem where there is no scalar at the path, it is shared through an alias or a merge, or several
     *     documents or items match
     */
    public YamlFile set(YamlPath path, @CheckForNull Object value) throws YamlProblem {
        YamlLocator locator = new YamlLocator(yaml, path);
        Optional<Place> place = one(path, locator.found());
        if (place.isEmpty()) {
            throw missing(path, locator.all());
        }
        return replace(path, place.get(), value);
    }

    /**
     * The file with a value at a path, which is made where it is missing: keys, but no items of lists.
     *
     * @param value as for {@link #set}; a new string is quoted where it would be read as another type
     * @throws YamlProblem as for {@link #set}, and where what is on the way is no map
     */
    public YamlFile create(YamlPath path, @CheckForNull Object value) throws YamlProblem {
        YamlLocator locator = new YamlLocator(yaml, path);
        Optional<Place> found = one(path, locator.found());
        if (found.isPresent() && found.get().own()) {
            return replace(path, found.get(), value);
        }
        List<Place> places = locator.all();
        YamlLayout layout = new YamlLayout(yaml);
        ScalarWriter scalars = new ScalarWriter(layout.quote(), layout.json());
        if (places.stream().allMatch(place -> place.steps() == 0 && YamlLocator.empty(place.node()))
                && yaml.documents().size() < 2) {
            List<String> keys = keys(path, path.steps());
            String text = new KeyWriter(layout, scalars, keys, value).inEmptyFile();
            return checkedAddition(path, value, text);
        }
        Place place = found.isPresent() ? overMerge(found.get()) : deepest(path, places);
        requireOpen(path, place);
        List<String> keys =
                keys(path, path.steps().subList(place.steps(), path.steps().size()));
        return checkedAddition(path, value, new KeyWriter(layout, scalars, keys, value).below(place));
    }

    /**
     * The file with one more item in a list of maps at its top, which is made where it is missing.
     *
     * @param key the key of the list
     * @param item what the item holds, all of it strings
     * @throws YamlProblem where the file is not one map in lines, or has something else than a list there
     */
    public YamlFile append(String key, Map<String, String> item) throws YamlProblem {
        YamlPath path = YamlPath.of(key);
        Optional<YamlNode> list = get(path);
        YamlLayout layout = new YamlLayout(yaml);
        ItemWriter writer = new ItemWriter(layout, new ScalarWriter(layout.quote(), layout.json()), item);
        String text;
        if (list.isPresent() && list.get() instanceof Sequence sequence) {
            text = writer.in(sequence);
        } else if (list.isEmpty()
                && yaml.documents().size() == 1
                && yaml.documents().get(0) instanceof Mapping map
                && !map.flow()) {
            text = writer.under(key, map);
        } else {
            Position position = list.map(YamlNode::position).orElse(new Position(1, 1));
            throw new YamlProblem(
                    yaml.file(), position, "no list '" + key + "'", "one, or a map in lines to add it to");
        }
        YamlFile file = this;
        for (Map.Entry<String, String> entry : item.entrySet()) {
            file = checkedAddition(path.plus(new YamlPath.Index(-1)).then(entry.getKey()), entry.getValue(), text);
        }
        return file;
    }

    private Optional<Place> one(YamlPath path, List<Place> places) throws YamlProblem {
        if (places.size() > 1) {
            throw new YamlProblem(
                    yaml.file(),
                    places.get(1).node().position(),
                    "'" + path + "' in a second document (the first is on line "
                            + places.get(0).node().position().line() + ")",
                    "[INDEX] or [KEY=VALUE] in front of the path, to choose the document");
        }
        return places.stream().findFirst();
    }

    private YamlFile replace(YamlPath path, Place place, @CheckForNull Object value) throws YamlProblem {
        YamlNode node = place.node();
        if (place.shared() != null) {
            throw new YamlProblem(
                    yaml.file(), node.position(), place.shared() + " at '" + path + "'", "a value of its own there");
        }
        if (!(node instanceof Scalar old)) {
            throw new YamlProblem(
                    yaml.file(), node.position(), node.kind() + " at '" + path + "'", "a string, number or boolean");
        }
        if (same(old, value)) {
            return this;
        }
        YamlLayout layout = new YamlLayout(yaml);
        ScalarWriter scalars = new ScalarWriter(layout.quote(), layout.json());
        boolean flow = inFlow(old);
        boolean block = old.style() == ScalarStyle.LITERAL || old.style() == ScalarStyle.FOLDED;
        if (block) {
            return replaceBlock(path, layout, new BlockScalar(layout, old), scalars.replacing(old, value, flow), value);
        }
        int start = layout.contentStart(old);
        int end = layout.end(old);
        String written = scalars.replacing(old, value, flow);
        String text = start == end ? layout.filled(start, written) : layout.replaced(start, end, written);
        return checkedReplacement(path, value, text);
    }

    private YamlFile replaceBlock(
            YamlPath path, YamlLayout layout, BlockScalar block, String line, @CheckForNull Object value)
            throws YamlProblem {
        Optional<String> lines = value instanceof String string ? block.with(string) : Optional.empty();
        if (lines.isPresent()) {
            try {
                return checkedReplacement(path, value, layout.replaced(block.start(), block.end(), lines.get()));
            } catch (YamlProblem notAsBlock) {
                // a block cannot end as this value does here: one line in quotes can
            }
        }
        return checkedReplacement(path, value, layout.replaced(block.start(), block.end(), line + block.rest()));
    }

    /** Whether a scalar stands in a list or map in brackets or braces. */
    private boolean inFlow(Scalar scalar) {
        int depth = 0;
        for (Event event : yaml.events()) {
            if (event.getStartMark().getIndex() > scalar.span().start()) {
                break;
            }
            if (event instanceof CollectionStartEvent start && start.isFlow()) {
                depth++;
            } else if (event instanceof CollectionEndEvent && depth > 0) {
                depth--;
            }
        }
        return depth > 0;
    }

    private static boolean same(Scalar old, @CheckForNull Object value) {
        Object before = old.value();
        if (value instanceof Number now && before instanceof Number then) {
            return new BigDecimal(now.toString()).compareTo(new BigDecimal(then.toString())) == 0;
        }
        boolean typed = old.plain() && !old.text().isEmpty() || old.tag() != null;
        return typed && old.text().equals(value) || (before == null ? value == null : before.equals(value));
    }

    private Place overMerge(Place merged) {
        return new Place(merged.parent(), null, null, merged.steps() - 1, null, true);
    }

    private Place deepest(YamlPath path, List<Place> places) throws YamlProblem {
        int steps = places.stream().mapToInt(Place::steps).max().orElse(0);
        List<Place> deepest =
                places.stream().filter(place -> place.steps() == steps).toList();
        if (deepest.isEmpty()) {
            throw missing(path, places);
        }
        return one(path, deepest).orElseThrow();
    }

    private void requireOpen(YamlPath path, Place place) throws YamlProblem {
        if (place.shared() != null) {
            throw new YamlProblem(
                    yaml.file(), place.node().position(), place.shared() + " on the way to '" + path + "'", "a map");
        }
        if (!(place.node() instanceof Mapping) && !YamlLocator.empty(place.node())) {
            throw missing(path, List.of(place));
        }
    }

    private List<String> keys(YamlPath path, List<Step> steps) throws YamlProblem {
        for (Step step : steps) {
            if (!(step instanceof Key)) {
                throw new YamlProblem(
                        yaml.file(),
                        new Position(1, 1),
                        "no item " + step + " for '" + path + "'",
                        "one that is there");
            }
        }
        return steps.stream().map(step -> ((Key) step).name()).toList();
    }

    private YamlProblem missing(YamlPath path, List<Place> places) {
        Place deepest =
                places.stream().max(Comparator.comparingInt(Place::steps)).orElse(null);
        if (deepest == null) {
            return new YamlProblem(
                    yaml.file(), new Position(1, 1), "no document for '" + path + "'", "one that has it");
        }
        YamlPath there = deepest.steps() == 0 ? null : new YamlPath(path.steps().subList(0, deepest.steps()));
        Step step = path.steps().get(Math.min(deepest.steps(), path.steps().size() - 1));
        YamlNode node = deepest.node().target();
        boolean fits = step instanceof Key ? node instanceof Mapping : node instanceof YamlNode.Sequence;
        String what = fits ? "no " + (step instanceof Key ? "key '" + step + "'" : "item " + step) : node.kind();
        return new YamlProblem(
                yaml.file(),
                deepest.node().position(),
                what + (there == null ? "" : (fits ? " in '" : " at '") + there + "'"),
                "'" + path + "'");
    }

    private YamlFile checkedReplacement(YamlPath path, @CheckForNull Object value, String text) throws YamlProblem {
        return checked(path, value, text, true);
    }

    private YamlFile checkedAddition(YamlPath path, @CheckForNull Object value, String text) throws YamlProblem {
        if (text.startsWith(yaml.text()) && new YamlLayout(yaml).open()) {
            Position end = yaml.documents().get(yaml.documents().size() - 1).position();
            throw new YamlProblem(
                    yaml.file(), end, "a block of text at the end without a line break", "a line break behind it");
        }
        return checked(path, value, text, false);
    }

    /** Reads what was written: the value must be there, and nothing else may have changed. */
    private YamlFile checked(YamlPath path, @CheckForNull Object value, String text, boolean replacement)
            throws YamlProblem {
        YamlText after = YamlText.parse(yaml.file(), text.getBytes(UTF_8), YamlLimits.MANIFESTS);
        YamlFile file = new YamlFile(after);
        Optional<YamlNode> written = file.get(path);
        boolean there = written.isPresent() && written.get() instanceof Scalar scalar && same(scalar, value);
        int common = commonEvents(yaml.events(), after.events());
        boolean alone = replacement
                ? yaml.events().size() == after.events().size()
                        && common >= yaml.events().size() - 1
                : common >= yaml.events().size() - 1 || yaml.documents().isEmpty();
        if (!there || !alone) {
            Position position = written.map(YamlNode::position).orElse(new Position(1, 1));
            throw new YamlProblem(
                    yaml.file(), position, "no way to write '" + path + "' that leaves the rest as it is", "one");
        }
        return file;
    }

    /** How many events two readings have in common from the start and from the end. */
    private static int commonEvents(List<Event> before, List<Event> after) {
        int most = Math.min(before.size(), after.size());
        int start = 0;
        while (start < most && alike(before.get(start), after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && alike(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
            end++;
        }
        return start + end;
    }

    private static boolean alike(Event before, Event after) {
        if (before instanceof ScalarEvent then && after instanceof ScalarEvent now) {
            return then.getScalarStyle() == now.getScalarStyle()
                    && then.getValue().equals(now.getValue())
                    && Objects.equals(then.getTag(), now.getTag())
                    && Objects.equals(then.getAnchor(), now.getAnchor());
        }
        return before.equals(after);
    }
}
