package io.jenkins.plugins.gitops.engine.application;

import java.util.Map;

/**
 * A condition on a promotion: declared and validated here, decided by the promotion.
 *
 * @param name unique in its environment
 * @param type the kind of gate, such as {@code approval}
 * @param settings what the type takes, validated
 */
public record Gate(String name, String type, Map<String, Object> settings) {

    public Gate {
        settings = Map.copyOf(settings);
    }
}
