package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.util.Set;

/**
 * A kind as an API server serves it.
 *
 * @param kind the group and kind
 * @param version the version the server prefers
 * @param plural the name in URLs, such as {@code deployments}
 * @param namespaced whether its objects live in namespaces
 * @param verbs what the server offers to do with it, such as {@code list} and {@code watch}
 */
public record ResourceType(GroupKind kind, String version, String plural, boolean namespaced, Set<String> verbs) {

    public ResourceType {
        verbs = Set.copyOf(verbs);
    }

    /** Group and version as manifests write them. */
    public String apiVersion() {
        return kind.group().isEmpty() ? version : kind.group() + "/" + version;
    }

    /** The same kind in another version that the server serves too. */
    public ResourceType in(String otherVersion) {
        return otherVersion.equals(version) ? this : new ResourceType(kind, otherVersion, plural, namespaced, verbs);
    }
}
