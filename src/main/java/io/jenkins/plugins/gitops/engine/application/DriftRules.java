package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads what is done about drift. */
final class DriftRules {
    private static final List<String> KINDS =
            List.of("config", "state", "scale", "image", "network", "missing", "extra");

    private DriftRules() {}

    static DriftPolicy read(Section environment, YamlNode node) {
        if (node.target() instanceof YamlNode.Scalar) {
            return environment
                    .choice(node, DriftPolicy.Action.class)
                    .map(action -> new DriftPolicy(List.of(), action))
                    .orElse(DriftPolicy.DEFAULT);
        }
        Optional<Section> section =
                Section.of(environment.file(), node, "an action or a map for 'drift'", environment.mistakes());
        return section.map(DriftRules::policy).orElse(DriftPolicy.DEFAULT);
    }

    private static DriftPolicy policy(Section section) {
        DriftPolicy policy = new DriftPolicy(
                section.sections("rules").stream().map(DriftRules::rule).toList(),
                section.choice("otherwise", DriftPolicy.Action.class).orElse(DriftPolicy.DEFAULT.otherwise()));
        section.close();
        return policy;
    }

    private static DriftPolicy.Rule rule(Section section) {
        DriftPolicy.Rule rule = new DriftPolicy.Rule(
                section.texts("drift", DriftRules::kind),
                section.text("resource", Syntax::resource).orElse(""),
                section.texts("fields", Syntax::jsonPointer),
                section.required(
                        "action", section.choice("action", DriftPolicy.Action.class), DriftPolicy.Action.AUDIT));
        section.close();
        return rule;
    }

    private static String kind(String text) {
        if (!KINDS.contains(text)) {
            throw new IllegalArgumentException(Section.oneOf(KINDS, text));
        }
        return text;
    }
}
