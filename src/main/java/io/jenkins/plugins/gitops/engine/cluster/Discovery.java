package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Asks a server what kinds it serves: in two requests where it offers aggregated discovery (Kubernetes 1.26), group by
 * group where it does not.
 */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private final Transport transport;

    Discovery(Transport transport) {
        this.transport = transport;
    }

    /**
     * What a server serves.
     *
     * @param types by kind, each in the version preferred among those that have it
     * @param silent groups whose own server does not answer
     */
    record Served(Map<GroupKind, ResourceType> types, Set<String> silent) {}

    Served discover() throws ClusterException {
        Served served = new Served(new LinkedHashMap<>(), new LinkedHashSet<>());
        Resource core = read("/api");
        if (isAggregated(core)) {
            aggregated(core, served);
        } else {
            classicGroup("/api/v1", "", served);
        }
        Resource groups = read("/apis");
        if (isAggregated(groups)) {
            aggregated(groups, served);
        } else {
            for (Resource group : objects(groups.list("groups"))) {
                classic(group, served);
            }
        }
        return served;
    }

    private Resource read(String path) throws ClusterException {
        Call call = Call.get("read", "the kinds", path, Map.of()).accepting(AGGREGATED);
        return Resource.of(transport.exchange(call, Answers::object));
    }

    private static boolean isAggregated(Resource answer) {
        return answer.kind().equals("APIGroupDiscoveryList");
    }

    private static void aggregated(Resource answer, Served into) {
        for (Resource group : objects(answer.list("items"))) {
            for (Resource version : objects(group.list("versions"))) {
                if (version.text("freshness").equals("Stale")) {
                    into.silent().add(group.name());
                }
                for (Resource resource : objects(version.list("resources"))) {
                    add(
                            group.name(),
                            version.text("version"),
                            resource.text("responseKind", "kind"),
                            resource.text("resource"),
                            resource.text("scope").equals("Namespaced"),
                            resource.list("verbs"),
                            into);
                }
            }
        }
    }

    private void classic(Resource group, Served into) throws ClusterException {
        String name = group.text("name");
        List<String> versions = new ArrayList<>(List.of(group.text("preferredVersion", "groupVersion")));
        objects(group.list("versions")).stream()
                .map(version -> version.text("groupVersion"))
                .filter(version -> !versions.contains(version))
                .forEach(versions::add);
        for (String version : versions) {
            classicGroup("/apis/" + version, name, into);
        }
    }

    private void classicGroup(String path, String group, Served into) throws ClusterException {
        Resource list;
        try {
            list = read(path);
        } catch (ClusterException e) {
            if (group.isEmpty() || e.reason() == Reason.UNAUTHORIZED || e.reason() == Reason.FORBIDDEN) {
                throw e;
            }
            into.silent().add(group); // the server of one group is down; the others are known
            return;
        }
        String version = path.substring(path.lastIndexOf('/') + 1);
        for (Resource resource : objects(list.list("resources"))) {
            if (!resource.text("name").contains("/")) { // no subresources
                boolean namespaced = Boolean.TRUE.equals(resource.at("namespaced"));
                add(group, version, resource.kind(), resource.text("name"), namespaced, resource.list("verbs"), into);
            }
        }
    }

    private static void add(
            String group,
            String version,
            String kind,
            String plural,
            boolean namespaced,
            List<Object> verbs,
            Served into) {
        if (!kind.isEmpty()) {
            GroupKind key = new GroupKind(group, kind);
            Set<String> words = new LinkedHashSet<>();
            verbs.forEach(verb -> words.add(Objects.toString(verb)));
            into.types().putIfAbsent(key, new ResourceType(key, version, plural, namespaced, words));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Resource> objects(List<Object> values) {
        return values.stream()
                .filter(Map.class::isInstance)
                .map(value -> Resource.of((Map<String, Object>) value))
                .toList();
    }
}
