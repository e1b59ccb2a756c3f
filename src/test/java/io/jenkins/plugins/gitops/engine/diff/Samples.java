package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Manifests of the tests, and what an API server (1.36.3) made of them. */
final class Samples {
    private Samples() {}

    static List<Resource> file(String name) throws IOException {
        return Manifests.read(name, text(name).getBytes(StandardCharsets.UTF_8));
    }

    static String text(String name) throws IOException {
        try (InputStream file = Samples.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Map<ResourceKey, Resource> byKey(List<Resource> resources) {
        return resources.stream().collect(Collectors.toMap(r -> r.key().in(""), Function.identity()));
    }

    static Resource yaml(String text) throws IOException {
        return Manifests.read("test.yaml", text.getBytes(StandardCharsets.UTF_8))
                .get(0);
    }
}
