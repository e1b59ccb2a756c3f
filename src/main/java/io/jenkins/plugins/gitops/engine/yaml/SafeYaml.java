package io.jenkins.plugins.gitops.engine.yaml;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Reads YAML and JSON from anyone: bounded in size, depth and what aliases unfold to, without tags that would construct
 * anything, and without a key twice. Values are those an API server would get (sigs.k8s.io/yaml on go-yaml v2):
 * {@link Map}, {@link List}, {@link String}, {@link Long}, {@link Double}, {@link Boolean} and null.
 */
public final class SafeYaml {
    private final YamlLimits limits;

    public SafeYaml(YamlLimits limits) {
        this.limits = limits;
    }

    /**
     * A document as values.
     *
     * @param value a tree that may be modified
     * @param line where it begins, from 1
     */
    public record Document(Object value, int line) {}

    /**
     * The documents of a file; empty ones are left out.
     *
     * @throws YamlProblem where the file is no YAML or over a limit
     */
    public List<Document> load(String file, byte[] bytes) throws YamlProblem {
        List<Document> documents = new ArrayList<>();
        for (YamlNode node : nodes(file, bytes)) {
            documents.add(new Document(value(node), node.position().line()));
        }
        return documents;
    }

    /**
     * The documents of a file as they are written, with their positions; empty ones are left out.
     *
     * @throws YamlProblem where the file is no YAML or over a limit
     */
    public List<YamlNode> nodes(String file, byte[] bytes) throws YamlProblem {
        List<YamlNode> documents = new ArrayList<>();
        YamlText text = YamlText.parse(file, bytes, limits);
        checkTags(text);
        for (YamlNode node : text.documents()) {
            if (!(node instanceof Scalar scalar) || scalar.value() != null) {
                check(file, node);
                documents.add(node);
            }
        }
        return documents;
    }

    private static void checkTags(YamlText text) throws YamlProblem {
        for (Event event : text.events()) {
            String tag = event instanceof ScalarEvent scalar
                    ? scalar.getTag()
                    : event instanceof CollectionStartEvent start ? start.getTag() : null;
            if (tag != null && !ScalarTypes.standard(tag)) {
                Mark mark = event.getStartMark();
                Position position = new Position(mark.getLine() + 1, mark.getColumn() + 1);
                throw new YamlProblem(
                        text.file(), position, "a tag that is not YAML's own", "a value without one, or quotes");
            }
        }
    }

    /** Refuses what cannot be told apart later: a key twice, a tag of no meaning, a number JSON cannot hold. */
    private static void check(String file, YamlNode node) throws YamlProblem {
        if (node instanceof Scalar scalar) {
            checkScalar(file, scalar);
        } else if (node instanceof Sequence list) {
            for (YamlNode item : list.items()) {
                check(file, item);
            }
        } else if (node instanceof Mapping map) {
            Map<String, Entry> seen = new HashMap<>();
            for (Entry entry : map.entries()) {
                Entry first = seen.putIfAbsent(entry.name(), entry);
                if (first != null) {
                    throw new YamlProblem(
                            file,
                            entry.key().position(),
                            "the key '" + entry.name() + "' again",
                            "it once (it stands on line "
                                    + first.key().position().line() + " already)");
                }
                checkKey(file, entry.key());
                check(file, entry.value());
            }
        }
    }

    private static void checkKey(String file, Scalar key) throws YamlProblem {
        Object value = key.value();
        if (value == null || value instanceof Double && ScalarTypes.inKubernetes(key.text()) == ScalarType.INT) {
            throw new YamlProblem(file, key.position(), key.kind() + " as a key", "a text in quotes");
        }
    }

    private static void checkScalar(String file, Scalar scalar) throws YamlProblem {
        if (scalar.value() instanceof Double number && !Double.isFinite(number)) {
            throw new YamlProblem(
                    file, scalar.position(), "a number that JSON cannot hold", "one that it can, or quotes");
        }
    }

    private static Object value(YamlNode node) {
        YamlNode target = node.target();
        if (target instanceof Scalar scalar) {
            return scalar.value();
        }
        if (target instanceof Sequence list) {
            List<Object> values = new ArrayList<>(list.items().size());
            for (YamlNode item : list.items()) {
                values.add(value(item));
            }
            return values;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> entry : ((Mapping) target).effective().entrySet()) {
            values.put(entry.getKey(), value(entry.getValue().value()));
        }
        return values;
    }
}
