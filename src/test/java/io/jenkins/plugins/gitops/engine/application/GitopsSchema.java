package io.jenkins.plugins.gitops.engine.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The schema that is shipped, as a validator of somebody else's reads it. */
final class GitopsSchema {
    private static final JsonSchema SCHEMA = load();

    private GitopsSchema() {}

    static List<String> mistakes(String yaml) throws IOException {
        Object value = new SafeYaml(YamlLimits.HAND_WRITTEN)
                .load("gitops.yaml", yaml.getBytes(UTF_8))
                .get(0)
                .value();
        JsonNode json = new ObjectMapper().valueToTree(value);
        return SCHEMA.validate(json).stream().map(ValidationMessage::getMessage).toList();
    }

    private static JsonSchema load() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
        try (InputStream in = ConfigurationReader.class.getResourceAsStream("gitops.schema.json")) {
            return factory.getSchema(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
