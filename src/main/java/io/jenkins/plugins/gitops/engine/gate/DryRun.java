package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Asks an API server about objects that are to be applied together, a few at once so that others get their turn. */
final class DryRun {
    private static final GroupKind NAMESPACE = new GroupKind("", "Namespace");
    private static final int AT_ONCE = 4;
    private static final ApplyOptions OPTIONS = ApplyOptions.FORCED.withDryRun(true);
    private static final Set<Reason> REFUSALS = Set.of(Reason.REJECTED, Reason.INVALID, Reason.TOO_LARGE);
    private static final Set<Reason> SILENCES = Set.of(Reason.UNREACHABLE, Reason.UNAUTHORIZED);

    private final Cluster cluster;
    private final List<Resource> resources;
    private final Set<String> namespaces;
    private final Set<GroupKind> kinds;
    private final List<String> refused = new ArrayList<>();
    private final List<String> unasked = new ArrayList<>();
    private int accepted;
    private int early;

    /** @param resources with their namespaces written */
    DryRun(Cluster cluster, List<Resource> resources) {
        this.cluster = cluster;
        this.resources = resources;
        this.namespaces = resources.stream()
                .filter(each -> each.key().groupKind().equals(NAMESPACE))
                .map(Resource::name)
                .collect(Collectors.toSet());
        this.kinds = resources.stream()
                .filter(each -> each.kind().equals("CustomResourceDefinition"))
                .map(each -> new GroupKind(each.text("spec", "group"), each.text("spec", "names", "kind")))
                .collect(Collectors.toSet());
    }

    /**
     * What came of it.
     *
     * @param accepted how many objects the server accepts
     * @param early how many nobody can ask about before the namespace or definition is there that comes with them
     * @param refused why it does not accept the others
     * @param unasked why others could not be asked about
     */
    record Outcome(int accepted, int early, List<String> refused, List<String> unasked) {}

    /** @throws ClusterException where the server does not answer, or not to this credential */
    Outcome run() throws ClusterException, InterruptedException {
        for (int from = 0; from < resources.size(); from += AT_ONCE) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<Resource> some = resources.subList(from, Math.min(from + AT_ONCE, resources.size()));
            List<CompletableFuture<Optional<ClusterException>>> answers = some.stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> ask(each), cluster.calls()))
                    .toList();
            for (int i = 0; i < some.size(); i++) {
                count(some.get(i), await(answers.get(i)));
            }
        }
        return new Outcome(accepted, early, refused, unasked);
    }

    private Optional<ClusterException> ask(Resource resource) {
        try {
            cluster.apply(resource, OPTIONS);
            return Optional.empty();
        } catch (ClusterException e) {
            return Optional.of(e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether it is not found for want of the definition or the namespace that comes with it. */
    private boolean isEarly(Resource resource) throws ClusterException {
        GroupKind kind = resource.key().groupKind();
        if (cluster.type(kind).isEmpty()) {
            return kinds.contains(kind);
        }
        Optional<ResourceType> namespace = cluster.type(NAMESPACE);
        return namespaces.contains(resource.namespace())
                && namespace.isPresent()
                && cluster.get(namespace.get(), "", resource.namespace()).isEmpty();
    }

    private void count(Resource resource, Optional<ClusterException> failure) throws ClusterException {
        if (failure.isEmpty()) {
            accepted++;
            return;
        }
        Reason reason = failure.get().reason();
        if (SILENCES.contains(reason)) {
            throw failure.get();
        }
        if (reason == Reason.NOT_FOUND && isEarly(resource)) {
            early++;
        } else {
            (REFUSALS.contains(reason) ? refused : unasked).add(failure.get().getMessage());
        }
    }
}
