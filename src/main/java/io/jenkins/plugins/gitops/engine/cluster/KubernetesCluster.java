package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** A cluster behind a real API server. */
public final class KubernetesCluster implements Cluster {
    /** What one answer may have; a page of 500 objects of the largest size a server stores is below it. */
    private static final long ANSWER_LIMIT = 256L << 20;

    private static final int PAGE = 500;
    private static final int ATTEMPTS = 4;
    private static final String APPLY = "application/apply-patch+yaml";

    private final ClusterAccess access;
    private final Transport transport;
    private final Kinds kinds;
    private final ClusterThreads threads;
    private final Streams streams;

    /** A cluster that is asked nothing yet. */
    public KubernetesCluster(ClusterAccess access, Clock clock) throws ClusterException {
        this(access, clock, ANSWER_LIMIT);
    }

    KubernetesCluster(ClusterAccess access, Clock clock, long answerLimit) throws ClusterException {
        Tls tls = Tls.of(access);
        this.access = access;
        this.transport = new Transport(access, tls, answerLimit);
        this.kinds = new Kinds(access.name(), new Discovery(transport), clock);
        this.threads = new ClusterThreads(access.name());
        this.streams = new Streams(access, tls, threads);
    }

    @Override
    public String name() {
        return access.name();
    }

    @Override
    public Set<ResourceType> types() throws ClusterException {
        return kinds.all();
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) throws ClusterException {
        return kinds.find(kind);
    }

    @Override
    public void refresh() {
        kinds.forget();
    }

    @Override
    public long requests() {
        return transport.requests() + streams.requests();
    }

    @Override
    public Executor calls() {
        return threads.calls();
    }

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector)
            throws ClusterException {
        return page(type, namespace, labelSelector).items();
    }

    /** All pages as one. Not from the server's cache: what was written a moment ago must be seen. */
    private Answers.Page page(ResourceType type, Optional<String> namespace, Optional<String> labelSelector)
            throws ClusterException {
        Call first = collection("list", type, namespace, labelSelector).with("limit", String.valueOf(PAGE));
        for (int attempt = 1; ; attempt++) {
            try {
                return pages(first, type);
            } catch (Transport.Refused e) {
                // 410: the pages took longer than the server keeps the state they are of
                if (e.code() != 410 || attempt == ATTEMPTS) {
                    throw e.why();
                }
            }
        }
    }

    private Answers.Page pages(Call first, ResourceType type) throws ClusterException, Transport.Refused {
        Answers.Page page = transport.tryExchange(first, body -> Answers.page(body, type));
        if (page.next().isEmpty()) {
            return page;
        }
        List<Resource> all = new ArrayList<>(page.items());
        while (!page.next().isEmpty()) {
            Call next = first.with("continue", page.next());
            page = transport.tryExchange(next, body -> Answers.page(body, type));
            all.addAll(page.items());
        }
        return new Answers.Page(all, page.resourceVersion(), "");
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener) {
        Call call = collection("watch", type, namespace, labelSelector);
        Watch watch =
                new Watch(call, type, streams, threads.timer(), () -> page(type, namespace, labelSelector), listener);
        watch.start();
        return watch;
    }

    private static Call collection(
            String verb, ResourceType type, Optional<String> namespace, Optional<String> labelSelector) {
        Optional<String> within = type.namespaced() ? namespace : Optional.empty();
        String subject = type.kind() + " objects"
                + within.map(name -> " in namespace " + name).orElse("");
        Call call = Call.get(verb, subject, Call.collection(type, within), Map.of());
        return labelSelector
                .map(selector -> call.with("labelSelector", selector))
                .orElse(call);
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) throws ClusterException {
        ResourceKey key = new ResourceKey(type.kind().group(), type.kind().kind(), namespace, name);
        Call call = Call.get("get", key.toString(), Call.object(type, key), Map.of());
        try {
            return Optional.of(Resource.of(transport.tryExchange(call, Answers::object)));
        } catch (Transport.Refused e) {
            if (e.why().reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e.why();
        }
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) throws ClusterException {
        ResourceType type = typeOf(desired);
        String body = Answers.text(desired.without("metadata", "managedFields").content());
        Call call = write("patch", "PATCH", Call.object(type, desired.key()), desired, options)
                .with("force", String.valueOf(options.force()))
                .sending(APPLY, body, true);
        return Resource.of(transport.exchange(call, Answers::object));
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) throws ClusterException {
        ResourceType type = typeOf(desired);
        boolean pinned = !desired.text("metadata", "resourceVersion").isEmpty();
        for (int attempt = 1; ; attempt++) {
            Optional<Resource> live = pinned ? Optional.of(desired) : get(type, desired.namespace(), desired.name());
            try {
                return live.isPresent() ? put(type, desired, live.get(), options) : create(type, desired, options);
            } catch (ClusterException e) {
                // written between our reading and our writing: look again, unless the caller chose the version
                if (e.reason() != Reason.CONFLICT || pinned || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    // Where an answer is lost and the write is sent again, the server reports a conflict, and replace() looks again.

    private Resource put(ResourceType type, Resource desired, Resource live, ApplyOptions options)
            throws ClusterException {
        Resource whole = desired.with(live.text("metadata", "resourceVersion"), "metadata", "resourceVersion");
        Call call = write("update", "PUT", Call.object(type, desired.key()), desired, options)
                .sending(Call.JSON, Answers.text(whole.content()), true);
        return Resource.of(transport.exchange(call, Answers::object));
    }

    private Resource create(ResourceType type, Resource desired, ApplyOptions options) throws ClusterException {
        Optional<String> namespace = type.namespaced() ? Optional.of(desired.namespace()) : Optional.empty();
        Call call = write("create", "POST", Call.collection(type, namespace), desired, options)
                .sending(Call.JSON, Answers.text(desired.content()), true);
        return Resource.of(transport.exchange(call, Answers::object));
    }

    private static Call write(String verb, String method, String path, Resource subject, ApplyOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", options.fieldManager());
        query.put("fieldValidation", options.strict() ? "Strict" : "Ignore");
        if (options.dryRun()) {
            query.put("dryRun", "All");
        }
        return new Call(verb, subject.key().toString(), method, path, query, Call.JSON, Call.JSON, "", false);
    }

    @Override
    public void delete(Resource live, DeleteOptions options) throws ClusterException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "DeleteOptions");
        body.put("propagationPolicy", options.propagation().text());
        String uid = live.text("metadata", "uid");
        if (!uid.isEmpty()) {
            body.put("preconditions", Map.of("uid", uid));
        }
        if (options.dryRun()) {
            body.put("dryRun", List.of("All"));
        }
        ResourceType type = typeOf(live);
        // with its uid named, deleting twice is deleting once
        Call call = new Call(
                "delete",
                live.key().toString(),
                "DELETE",
                Call.object(type, live.key()),
                Map.of(),
                Call.JSON,
                Call.JSON,
                Answers.text(body),
                !uid.isEmpty());
        try {
            transport.tryExchange(call, Answers::object);
        } catch (Transport.Refused e) {
            Reason reason = e.why().reason();
            if (reason != Reason.NOT_FOUND && (reason != Reason.CONFLICT || uid.isEmpty())) {
                throw e.why();
            }
        }
    }

    private ResourceType typeOf(Resource resource) throws ClusterException {
        ResourceType type = kinds.find(resource.key().groupKind())
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND,
                        "Cluster " + name() + " has no kind " + resource.key().groupKind() + ", of which " + resource
                                + " would be one; install its definition first"));
        if (type.namespaced() && resource.namespace().isEmpty()) {
            throw new ClusterException(Reason.INVALID, resource + " names no namespace, and its kind lives in one");
        }
        return type.in(resource.version());
    }

    @Override
    public void close() {
        threads.close();
        transport.close();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "KubernetesCluster[" + name() + "]";
    }
}
