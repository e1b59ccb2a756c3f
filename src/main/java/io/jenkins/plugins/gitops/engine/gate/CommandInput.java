package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a command reads on its standard input: the promotion, without its manifests. */
final class CommandInput {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CommandInput() {}

    static byte[] json(Candidate candidate, Map<String, String> with) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("application", candidate.application().name());
        input.put("environment", candidate.environment().name());
        input.put("cluster", candidate.environment().destination().cluster());
        input.put("namespace", candidate.environment().destination().namespace());
        input.put("version", candidate.version());
        input.put("images", candidate.images());
        input.put("commit", candidate.commit().orElse(null));
        input.put("promoters", candidate.promoters());
        input.put("build", candidate.build().orElse(null));
        input.put("with", new TreeMap<>(with));
        try {
            return MAPPER.writeValueAsBytes(input);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
