package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ignore rules, compiled once. */
final class IgnoreRules {
    private final List<Compiled> rules;

    /**
     * Compiles rules.
     *
     * @throws IllegalArgumentException where a pointer or jq expression is none, naming it
     */
    IgnoreRules(List<IgnoreRule> rules) {
        this.rules = rules.stream().map(Compiled::of).toList();
    }

    /** The rules for one object. */
    List<Compiled> matching(ResourceKey key) {
        return rules.isEmpty()
                ? rules
                : rules.stream().filter(rule -> rule.matches(key)).toList();
    }

    /** The object without the places that rules leave out. */
    @SuppressWarnings("unchecked")
    static Resource strip(Resource resource, List<Compiled> matching) {
        Resource stripped = resource;
        for (Compiled rule : matching) {
            for (JsonPointer pointer : rule.pointers) {
                if (pointer.removeFrom(stripped.content()) instanceof Map<?, ?> rest) {
                    stripped = new Resource((Map<String, Object>) rest, resource.origin());
                }
            }
            for (JqDeletion deletion : rule.deletions) {
                stripped = deletion.applyTo(stripped);
            }
        }
        return stripped;
    }

    static Set<String> managers(List<Compiled> matching) {
        if (matching.isEmpty()) {
            return Set.of();
        }
        Set<String> managers = new HashSet<>();
        matching.forEach(rule -> managers.addAll(rule.managers));
        return managers;
    }

    record Compiled(
            Glob group,
            Glob kind,
            Glob namespace,
            Glob name,
            List<JsonPointer> pointers,
            List<JqDeletion> deletions,
            List<String> managers) {

        private static Compiled of(IgnoreRule rule) {
            return new Compiled(
                    Glob.of(rule.group()),
                    Glob.of(rule.kind()),
                    Glob.of(rule.namespace().orElse("*")),
                    Glob.of(rule.name().orElse("*")),
                    rule.jsonPointers().stream().map(JsonPointer::parse).toList(),
                    rule.jqPathExpressions().stream().map(JqDeletion::new).toList(),
                    rule.managedFieldsManagers());
        }

        private boolean matches(ResourceKey key) {
            return group.matches(key.group())
                    && kind.matches(key.kind())
                    && namespace.matches(key.namespace())
                    && name.matches(key.name());
        }
    }
}
