package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Flux's word, from its Kustomizations, HelmReleases and sources. A Kustomization counts only when its readiness is about
 * its newest generation and the revision it applied is the wanted one; what it says of older ones is left out.
 */
public final class FluxReader implements ControllerReader {
    private static final GroupKind KUSTOMIZATION = new GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization");
    private static final GroupKind HELM_RELEASE = new GroupKind("helm.toolkit.fluxcd.io", "HelmRelease");
    /** Failures that may heal when tried again, an order of objects or a webhook that is not up yet; for a while. */
    private static final Set<String> PASSING = Set.of("ReconciliationFailed", "PruneFailed");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock;

    public FluxReader(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<GroupKind> kinds() {
        return Stream.concat(Stream.of(KUSTOMIZATION, HELM_RELEASE), FluxSource.KINDS.stream())
                .toList();
    }

    /** An object that applies, and the source it applies from. */
    private record Found(FluxObject applier, FluxSource source) {}

    @Override
    public ControllerWord read(Collection<Resource> objects, ControllerSource source, WantedRevision wanted) {
        List<FluxSource> sources = objects.stream()
                .filter(object -> FluxSource.KINDS.contains(object.key().groupKind()))
                .map(object -> new FluxSource(new FluxObject(object)))
                .filter(candidate -> candidate.fetches(source))
                .toList();
        List<Found> found = new ArrayList<>();
        for (Resource object : objects) {
            sources.stream()
                    .filter(candidate -> applies(object, candidate, source))
                    .map(candidate -> new Found(new FluxObject(object), candidate))
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            return new ControllerWord.Untold("No Kustomization or HelmRelease of Flux delivers " + source
                    + " to namespace " + source.namespace() + ", or it cannot be seen");
        }
        if (found.size() > 1) {
            return new ControllerWord.Untold("Several objects of Flux deliver " + source + ": "
                    + found.stream().map(one -> one.applier().name()).sorted().collect(Collectors.joining(", ")));
        }
        return read(found.get(0), wanted);
    }

    private static boolean applies(Resource object, FluxSource from, ControllerSource source) {
        GroupKind kind = object.key().groupKind();
        if (!source.isNamespace(object.text("spec", "targetNamespace"))) {
            return false;
        }
        if (kind.equals(KUSTOMIZATION)) {
            return from.isReferredTo(object, "spec", "sourceRef") && source.isPath(object.text("spec", "path"));
        }
        return kind.equals(HELM_RELEASE)
                && from.isReferredTo(object, "spec", "chart", "spec", "sourceRef")
                && source.isPath(object.text("spec", "chart", "spec", "chart"));
    }

    private ControllerWord read(Found found, WantedRevision wanted) {
        FluxObject applier = found.applier();
        String name = applier.name();
        if (applier.isBeingDeleted()) {
            return new ControllerWord.Refused(name + " is being deleted");
        }
        Optional<FluxObject.Condition> ready = applier.current("Ready");
        FluxRevision applied = applied(applier);
        boolean isApplied = applied.names(wanted)
                && ready.filter(FluxObject.Condition::isTrue).isPresent();
        if (isApplied
                && applier.current("Stalled")
                        .filter(FluxObject.Condition::isTrue)
                        .isEmpty()) {
            return new ControllerWord.Applied(
                    applied.written(), judged(applier), Optional.empty(), name + " is ready at " + applied);
        }
        return stopped(found).or(() -> failed(found, wanted)).orElseGet(() -> underWay(found, wanted));
    }

    private static FluxRevision applied(FluxObject applier) {
        Resource object = applier.object();
        if (applier.kind().equals(HELM_RELEASE)) {
            return new FluxRevision(object.text("status", "lastAttemptedRevision"));
        }
        String origin = object.text("status", "lastAppliedOriginRevision");
        return new FluxRevision(origin.isEmpty() ? object.text("status", "lastAppliedRevision") : origin);
    }

    /** Flux judges health before it says ready only where it is told to; a Helm release waits unless told not to. */
    private static Optional<Standing> judged(FluxObject applier) {
        Resource object = applier.object();
        boolean judges = applier.kind().equals(HELM_RELEASE)
                || Boolean.TRUE.equals(object.at("spec", "wait"))
                || !object.list("spec", "healthChecks").isEmpty();
        return judges ? Optional.of(Standing.HEALTHY) : Optional.empty();
    }

    private static Optional<ControllerWord> stopped(Found found) {
        for (FluxObject flux : List.of(found.applier(), found.source().flux())) {
            if (flux.isSuspended()) {
                return Optional.of(
                        new ControllerWord.Refused(flux.name() + " is suspended: nothing comes until it is resumed"));
            }
            Optional<FluxObject.Condition> stalled = flux.current("Stalled").filter(FluxObject.Condition::isTrue);
            if (stalled.isPresent()) {
                return Optional.of(new ControllerWord.Refused(
                        flux.name() + " is stalled: " + stalled.get().message()));
            }
        }
        return Optional.empty();
    }

    /** What went wrong with the wanted revision itself, where it will go wrong again. */
    private Optional<ControllerWord> failed(Found found, WantedRevision wanted) {
        FluxObject applier = found.applier();
        FluxRevision attempted = new FluxRevision(applier.object().text("status", "lastAttemptedRevision"));
        boolean about = attempted.names(wanted)
                || (!found.source().flux().kind().equals(FluxSource.GIT)
                        && found.source().fetched().names(wanted)
                        && attempted
                                .written()
                                .equals(found.source().flux().object().text("status", "artifact", "revision")));
        Optional<FluxObject.Condition> ready = applier.current("Ready").filter(FluxObject.Condition::isFalse);
        if (!about || ready.isEmpty()) {
            return Optional.empty();
        }
        String reason = ready.get().reason();
        String sentence = applier.name() + ": " + reason + ": " + ready.get().message();
        if (reason.equals("HealthCheckFailed")) {
            return Optional.of(new ControllerWord.Applied(
                    attempted.written(), Optional.of(Standing.FAILED), Optional.empty(), sentence));
        }
        boolean isFinal = reason.equals("BuildFailed")
                || (PASSING.contains(reason)
                        && ready.get().isOlderThan(clock.instant().minus(PATIENCE)));
        return isFinal ? Optional.of(new ControllerWord.Refused(sentence)) : Optional.empty();
    }

    private ControllerWord underWay(Found found, WantedRevision wanted) {
        FluxObject source = found.source().flux();
        FluxObject applier = found.applier();
        if (!found.source().fetched().names(wanted)) {
            return stale(
                    Stream.of(source, applier).toList(),
                    source.name() + " has fetched " + found.source().fetched() + because(source));
        }
        boolean reconciling = applier.condition("Reconciling")
                .filter(FluxObject.Condition::isTrue)
                .isPresent();
        if (reconciling) {
            return new ControllerWord.Pending(applier.name() + " is reconciling" + because(applier));
        }
        if (applier.kind().equals(HELM_RELEASE)
                && !applied(applier).written().contains("+")
                && applier.current("Ready").filter(FluxObject.Condition::isTrue).isPresent()) {
            return new ControllerWord.Untold(applier.name()
                    + " does not say which commit its chart is of: its chart needs reconcileStrategy: Revision");
        }
        return stale(List.of(applier), applier.name() + " has applied " + applied(applier) + because(applier));
    }

    private ControllerWord stale(List<FluxObject> objects, String reason) {
        Instant now = clock.instant();
        List<Resource> requests = objects.stream()
                .filter(object -> !object.isAsked(now))
                .map(object -> object.request(now))
                .toList();
        return requests.isEmpty() ? new ControllerWord.Pending(reason) : new ControllerWord.Stale(reason, requests);
    }

    private static String because(FluxObject object) {
        return object.condition("Ready")
                .filter(ready -> !ready.isTrue() && !ready.message().isEmpty())
                .map(ready -> ": " + ready.message())
                .orElse("");
    }
}
