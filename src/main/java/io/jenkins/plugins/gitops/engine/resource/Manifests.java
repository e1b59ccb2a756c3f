package io.jenkins.plugins.gitops.engine.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.UnicodeReader;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads the Kubernetes objects of a file: YAML with any number of documents, or JSON. */
public final class Manifests {
    private static final int MAXIMUM_CODE_POINTS = 20_000_000;
    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9_]+)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
                    + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Resolver SCALARS = new Scalars();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Manifests() {}

    /**
     * The objects of a file in their order, {@code List} kinds taken apart. Documents that are empty are left out.
     *
     * @param file its name, for messages and {@link Resource#origin}
     * @param content YAML or JSON in UTF-8, UTF-16 or with a byte order mark
     */
    public static List<Resource> read(String file, byte[] content) throws ManifestException {
        List<Resource> resources = new ArrayList<>();
        if (file.endsWith(".json")) {
            readJson(file, content, resources);
        } else {
            readYaml(file, content, resources);
        }
        return resources;
    }

    private static void readYaml(String file, byte[] content, List<Resource> into) throws ManifestException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CODE_POINTS);
        options.setAllowDuplicateKeys(false);
        options.setWarnOnDuplicateKeys(false);
        Documents documents = new Documents(options);
        Yaml yaml = new Yaml(documents, new Representer(new DumperOptions()), new DumperOptions(), options, SCALARS);
        try {
            for (Node node : yaml.composeAll(new UnicodeReader(new ByteArrayInputStream(content)))) {
                int line = node.getStartMark().getLine() + 1;
                add(file, line, documents.construct(node), into);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ManifestException(file, line, "not readable as YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ManifestException(file, 1, "not readable as YAML: " + e.getMessage(), e);
        }
    }

    private static void readJson(String file, byte[] content, List<Resource> into) throws ManifestException {
        try (JsonParser parser = JSON.createParser(content)) {
            while (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                add(file, line, parser.readValueAs(Object.class), into);
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ManifestException(file, line, "not readable as JSON: " + e.getOriginalMessage(), null);
        } catch (ManifestException e) {
            throw e;
        } catch (IOException e) {
            throw new ManifestException(file, 1, "not readable as JSON: " + e.getMessage(), e);
        }
    }

    private static void add(String file, int line, Object value, List<Resource> into) throws ManifestException {
        if (value == null) {
            return; // an empty document
        }
        if (!(plain(value) instanceof Map<?, ?> map)) {
            throw new ManifestException(file, line, "expected a Kubernetes object, a mapping with apiVersion", null);
        }
        @SuppressWarnings("unchecked") // plain() makes the keys strings
        Resource resource = new Resource((Map<String, Object>) map, file + ":" + line);
        require(resource.apiVersion(), "apiVersion", file, line);
        require(resource.kind(), "kind", file, line);
        if (resource.kind().endsWith("List") && resource.at("items") instanceof List<?> items) {
            for (Object item : items) {
                add(file, line, item, into);
            }
            return;
        }
        if (resource.name().isEmpty()
                && !resource.text("metadata", "generateName").isEmpty()) {
            throw new ManifestException(
                    file,
                    line,
                    resource.kind() + " has a generateName; an object needs a fixed metadata.name to be found again",
                    null);
        }
        require(resource.name(), "metadata.name", file, line);
        into.add(resource);
    }

    private static void require(String value, String field, String file, int line) throws ManifestException {
        if (value.isEmpty()) {
            throw new ManifestException(file, line, field + " is missing, or is no text", null);
        }
    }

    /** The value as JSON knows it: keys are strings, whatever YAML made of them. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> copy.put(String.valueOf(key), plain(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(child -> copy.add(plain(child)));
            return copy;
        }
        return value;
    }

    /** What kubectl's YAML library makes of plain scalars: no dates, and no numbers to the base of sixty. */
    private static final class Scalars extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (tag == Tag.INT) {
                super.addImplicitResolver(tag, INTEGER, first, limit);
            } else if (tag == Tag.FLOAT) {
                super.addImplicitResolver(tag, DECIMAL, first, limit);
            } else if (tag != Tag.TIMESTAMP) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }

    private static final class Documents extends SafeConstructor {
        Documents(LoaderOptions options) {
            super(options);
        }

        Object construct(Node node) {
            return constructDocument(node);
        }
    }
}
