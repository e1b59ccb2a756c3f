package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which kinds an environment ever delivered, and where, so that what Git no longer has is still found: one parent
 * object in the form of an ApplySet (Kubernetes: KEP-3659). It is made larger before anything is applied, and smaller
 * only after what is left out is known to be gone.
 *
 * @param kinds ever applied and perhaps still there
 * @param namespaces they were applied to
 * @param version of the parent object that was read; empty where there is none yet
 */
public record Inventory(Set<GroupKind> kinds, Set<String> namespaces, String version) {
    private static final GroupKind CONFIG_MAP = new GroupKind("", "ConfigMap");
    private static final String KINDS = "applyset.kubernetes.io/contains-group-kinds";
    private static final String NAMESPACES = "applyset.kubernetes.io/additional-namespaces";
    private static final String ID = "applyset.kubernetes.io/id";
    private static final String TOOLING = "applyset.kubernetes.io/tooling";

    public Inventory {
        kinds = new TreeSet<>(kinds);
        namespaces = new TreeSet<>(namespaces);
    }

    /** The inventory an environment has; an empty one where it never delivered. */
    public static Inventory read(Cluster cluster, String namespace, Tracking tracking) throws ClusterException {
        ResourceType type = cluster.type(CONFIG_MAP)
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND, "Cluster " + cluster.name() + " has no ConfigMaps to keep an inventory in"));
        Optional<Resource> parent =
                cluster.get(type, namespace, key(namespace, tracking).name());
        if (parent.isEmpty()) {
            return new Inventory(Set.of(), Set.of(), "");
        }
        Set<GroupKind> kinds =
                words(parent.get(), KINDS).stream().map(Inventory::kind).collect(Collectors.toSet());
        Set<String> namespaces = words(parent.get(), NAMESPACES);
        namespaces.add(namespace);
        return new Inventory(kinds, namespaces, parent.get().text("metadata", "resourceVersion"));
    }

    /**
     * The same; an empty one where it may not be read, so that what Git has can be looked at all the same.
     *
     * @param unknown told then that nobody looks for what Git no longer has
     */
    public static Inventory readWhereAllowed(
            Cluster cluster, String namespace, Tracking tracking, Consumer<String> unknown) throws ClusterException {
        try {
            return read(cluster, namespace, tracking);
        } catch (ClusterException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            unknown.accept("Not looked for what Git no longer has: " + e.getMessage());
            return new Inventory(Set.of(), Set.of(), "");
        }
    }

    /** This one with the kinds and namespaces of more objects. */
    Inventory and(Collection<ResourceKey> keys) {
        Set<GroupKind> moreKinds = new TreeSet<>(kinds);
        Set<String> moreNamespaces = new TreeSet<>(namespaces);
        for (ResourceKey key : keys) {
            moreKinds.add(key.groupKind());
            if (!key.namespace().isEmpty()) {
                moreNamespaces.add(key.namespace());
            }
        }
        return new Inventory(moreKinds, moreNamespaces, version);
    }

    /** Whether both remember the same. */
    boolean covers(Inventory other) {
        return kinds.equals(other.kinds) && namespaces.equals(other.namespaces);
    }

    /** Writes it, and fails where somebody else wrote since it was read. */
    Inventory write(Cluster cluster, String namespace, Tracking tracking) throws ClusterException {
        Resource written = cluster.replace(parent(namespace, tracking), ApplyOptions.FORCED);
        return new Inventory(kinds, namespaces, written.text("metadata", "resourceVersion"));
    }

    private Resource parent(String namespace, Tracking tracking) {
        ResourceKey key = key(namespace, tracking);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", key.name());
        metadata.put("namespace", namespace);
        metadata.put("labels", Map.of(ID, id(key), "app.kubernetes.io/managed-by", ApplyOptions.FIELD_MANAGER));
        Set<String> others = new TreeSet<>(namespaces);
        others.remove(namespace);
        metadata.put(
                "annotations",
                Map.of(
                        TOOLING,
                        ApplyOptions.FIELD_MANAGER + "/v1",
                        KINDS,
                        kinds.stream().map(GroupKind::toString).collect(Collectors.joining(",")),
                        NAMESPACES,
                        String.join(",", others)));
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("apiVersion", "v1");
        content.put("kind", "ConfigMap");
        content.put("metadata", metadata);
        content.put(
                "data",
                Map.of(
                        "application", tracking.application(),
                        "environment", tracking.environment(),
                        "installation", tracking.installation()));
        return Resource.of(content);
    }

    static ResourceKey key(String namespace, Tracking tracking) {
        return new ResourceKey("", "ConfigMap", namespace, "gitops-" + tracking.label());
    }

    /** KEP-3659: the hash of what names the parent object. */
    private static String id(ResourceKey key) {
        String name = key.name() + "." + key.namespace() + "." + key.kind() + "." + key.group();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "applyset-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "-v1";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }

    private static GroupKind kind(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? new GroupKind("", text) : new GroupKind(text.substring(dot + 1), text.substring(0, dot));
    }

    private static Set<String> words(Resource resource, String annotation) {
        Set<String> words =
                new TreeSet<>(List.of(resource.annotation(annotation).orElse("").split(",")));
        words.remove("");
        return words;
    }
}
