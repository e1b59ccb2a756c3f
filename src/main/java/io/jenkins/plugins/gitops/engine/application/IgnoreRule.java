package io.jenkins.plugins.gitops.engine.application;

import java.util.List;
import java.util.Optional;

/**
 * What a comparison leaves out: Argo CD's {@code ignoreDifferences} entry. A group or kind of {@code *} matches any.
 *
 * @param group the API group, without version
 * @param kind the kind
 * @param name the object's name; empty: any
 * @param namespace the object's namespace; empty: any
 * @param jsonPointers RFC 6901 pointers
 * @param jqPathExpressions jq path expressions
 * @param managedFieldsManagers field managers whose fields are left out
 */
public record IgnoreRule(
        String group,
        String kind,
        Optional<String> name,
        Optional<String> namespace,
        List<String> jsonPointers,
        List<String> jqPathExpressions,
        List<String> managedFieldsManagers) {

    public IgnoreRule {
        jsonPointers = List.copyOf(jsonPointers);
        jqPathExpressions = List.copyOf(jqPathExpressions);
        managedFieldsManagers = List.copyOf(managedFieldsManagers);
    }
}
