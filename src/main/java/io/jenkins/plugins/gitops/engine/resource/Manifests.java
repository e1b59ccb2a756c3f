package io.jenkins.plugins.gitops.engine.resource;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** Reads the Kubernetes objects of a file: YAML with any number of documents, or JSON. */
public final class Manifests {
    private static final int MAXIMUM_CODE_POINTS = 20_000_000;

    private Manifests() {}

    /**
     * The objects of a file in their order, {@code List} kinds taken apart. Documents that are empty are left out.
     *
     * @param file its name, for messages and {@link Resource#origin}
     * @param content YAML or JSON in UTF-8, UTF-16 or with a byte order mark
     */
    public static List<Resource> read(String file, byte[] content) throws ManifestException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAXIMUM_CODE_POINTS);
        Documents documents = new Documents(options);
        List<Resource> resources = new ArrayList<>();
        try {
            UnicodeReader reader = new UnicodeReader(new ByteArrayInputStream(content));
            for (Node node : new Yaml(options).composeAll(reader)) {
                int line = node.getStartMark().getLine() + 1;
                Object value = documents.construct(node);
                if (value != null) {
                    add(file, line, value, resources);
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ManifestException(file, line, "not readable as YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ManifestException(file, 1, "not readable as YAML: " + e.getMessage(), e);
        }
        return resources;
    }

    private static void add(String file, int line, Object value, List<Resource> into) throws ManifestException {
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
        return value instanceof Date date ? date.toInstant().toString() : value;
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
