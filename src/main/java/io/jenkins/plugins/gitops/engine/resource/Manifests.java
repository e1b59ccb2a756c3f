package io.jenkins.plugins.gitops.engine.resource;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.yaml.Position;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the Kubernetes objects of a file: YAML with any number of documents, or JSON. */
public final class Manifests {
    private static final SafeYaml YAML = new SafeYaml(YamlLimits.MANIFESTS);

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build()
            .readerFor(Object.class);

    private Manifests() {}

    /**
     * The objects of a file in their order, {@code List} kinds taken apart. Documents that are empty are left out.
     *
     * @param file its name, for messages and {@link Resource#origin}
     * @param content YAML or JSON
     * @throws YamlProblem where it is neither, or a document is no Kubernetes object
     */
    public static List<Resource> read(String file, byte[] content) throws YamlProblem {
        List<Resource> resources = new ArrayList<>();
        List<SafeYaml.Document> documents = file.endsWith(".json") ? json(file, content) : YAML.load(file, content);
        for (SafeYaml.Document document : documents) {
            add(file, document.line(), document.value(), resources);
        }
        return resources;
    }

    /** JSON may be indented by tabs, which YAML forbids. */
    private static List<SafeYaml.Document> json(String file, byte[] content) throws YamlProblem {
        List<SafeYaml.Document> documents = new ArrayList<>();
        try (MappingIterator<Object> values = JSON.readValues(content)) {
            while (values.hasNextValue()) {
                int line = values.getParser().currentTokenLocation().getLineNr();
                documents.add(new SafeYaml.Document(values.nextValue(), line));
            }
        } catch (IOException e) {
            JsonLocation at = e instanceof JsonProcessingException json ? json.getLocation() : null;
            Position position = at == null ? new Position(1, 1) : new Position(at.getLineNr(), at.getColumnNr());
            throw new YamlProblem(file, position, "what is no JSON", "JSON");
        }
        return documents;
    }

    private static void add(String file, int line, Object value, List<Resource> into) throws YamlProblem {
        if (!(value instanceof Map<?, ?> map)) {
            throw problem(file, line, "a value that is no mapping", "a Kubernetes object");
        }
        @SuppressWarnings("unchecked") // keys are strings as in JSON
        Resource resource = new Resource((Map<String, Object>) map, file + ":" + line);
        require(resource, file, line, "apiVersion");
        require(resource, file, line, "kind");
        if (resource.kind().endsWith("List") && resource.at("items") instanceof List<?> items) {
            for (Object item : items) {
                add(file, line, item, into);
            }
            return;
        }
        if (resource.name().isEmpty()
                && !resource.text("metadata", "generateName").isEmpty()) {
            throw problem(file, line, "metadata.generateName", "a fixed metadata.name by which it is found again");
        }
        require(resource, file, line, "metadata", "name");
        into.add(resource);
    }

    private static void require(Resource resource, String file, int line, String... path) throws YamlProblem {
        if (resource.text(path).isEmpty()) {
            String what = resource.kind().isEmpty() ? "an object" : resource.kind();
            throw problem(file, line, what + " without " + String.join(".", path), "a Kubernetes object");
        }
    }

    private static YamlProblem problem(String file, int line, String found, String expected) {
        return new YamlProblem(file, new Position(line, 1), found, expected);
    }
}
