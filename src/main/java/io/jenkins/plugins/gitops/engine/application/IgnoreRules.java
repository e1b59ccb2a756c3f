package io.jenkins.plugins.gitops.engine.application;

import java.util.List;

/** Reads Argo CD's {@code ignoreDifferences}. */
final class IgnoreRules {

    private IgnoreRules() {}

    static List<IgnoreRule> read(Section section) {
        return section.sections("ignoreDifferences").stream()
                .map(IgnoreRules::rule)
                .toList();
    }

    private static IgnoreRule rule(Section section) {
        IgnoreRule rule = new IgnoreRule(
                section.text("group", IgnoreRules::group).orElse(""),
                section.required("kind", section.text("kind", Syntax::text), "*"),
                section.text("name", Syntax::text),
                section.text("namespace", Syntax::text),
                section.texts("jsonPointers", Syntax::jsonPointer),
                section.texts("jqPathExpressions", Syntax::jqPath),
                section.texts("managedFieldsManagers", Syntax::text));
        boolean something = section.node("jsonPointers").isPresent()
                || section.node("jqPathExpressions").isPresent()
                || section.node("managedFieldsManagers").isPresent();
        if (!something) {
            section.wrong(
                    section.at(),
                    "an entry that ignores nothing",
                    "jsonPointers, jqPathExpressions or managedFieldsManagers");
        }
        section.close();
        return rule;
    }

    private static String group(String text) {
        if (text.isEmpty() || text.equals("*")) {
            return text;
        }
        if (text.contains("/")) {
            throw new IllegalArgumentException("a group without its version, such as apps");
        }
        return Syntax.objectName(text);
    }
}
