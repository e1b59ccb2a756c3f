package io.jenkins.plugins.gitops.cli.simulation;

import static io.jenkins.plugins.gitops.cli.simulation.Fields.cast;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few defaults that matter to the demo: a port's protocol, which is part of its key, and a Secret's plain data. */
final class Defaults {

    private Defaults() {}

    static void fill(Map<String, Object> object) {
        for (Map<String, Object> container : maps(podSpec(object).get("containers"))) {
            fillPorts(container.get("ports"));
        }
        if ("Service".equals(object.get("kind"))) {
            fillPorts(Fields.child(object, "spec").get("ports"));
        }
        if (object.get("stringData") instanceof Map<?, ?> plain) {
            Map<String, Object> data = new LinkedHashMap<>(Fields.child(object, "data"));
            plain.forEach((name, value) -> data.put(
                    String.valueOf(name),
                    Base64.getEncoder().encodeToString(String.valueOf(value).getBytes(StandardCharsets.UTF_8))));
            object.put("data", data);
            object.remove("stringData");
        }
    }

    private static Map<String, Object> podSpec(Map<String, Object> object) {
        return Fields.child(Fields.child(Fields.child(object, "spec"), "template"), "spec");
    }

    private static void fillPorts(Object ports) {
        for (Map<String, Object> port : maps(ports)) {
            port.putIfAbsent("protocol", "TCP");
        }
    }

    private static List<Map<String, Object>> maps(Object list) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (list instanceof List<?> entries) {
            entries.forEach(entry -> maps.add(cast(entry)));
        }
        return maps;
    }
}
