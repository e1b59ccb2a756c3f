package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Argo CD's word, from its Application objects. An Application counts only when it was compared with the wanted revision
 * and after its last sync had ended; what it says of older revisions is left out, its errors about them too. That it
 * looked at something newer cannot be read from {@code reconciledAt}: where the Application itself is at fault it stays
 * as it was, and a look that comes by itself takes Git's refs from a cache. The request to refresh goes with the answer.
 */
public final class ArgoCdReader implements ControllerReader {
    /** An Application that was refreshed so lately is not asked again: Argo CD asks Git for every refresh. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    private final Clock clock;

    public ArgoCdReader(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<GroupKind> kinds() {
        return List.of(ArgoCdApplication.KIND);
    }

    @Override
    public ControllerWord read(Collection<Resource> objects, ControllerSource source, WantedRevision wanted) {
        List<ArgoCdApplication> named = find(objects, source, source::isRef);
        // the default branch may be the one that the environment names
        List<ArgoCdApplication> found = named.isEmpty() ? find(objects, source, ArgoCdReader::isHead) : named;
        if (found.isEmpty()) {
            return new ControllerWord.Untold("No Application of Argo CD delivers " + source + " to namespace "
                    + source.namespace() + ", or it cannot be seen");
        }
        if (found.size() > 1) {
            return new ControllerWord.Untold("Several Applications of Argo CD deliver " + source + ": "
                    + found.stream().map(ArgoCdApplication::name).sorted().collect(Collectors.joining(", ")));
        }
        return read(found.get(0), wanted);
    }

    private static List<ArgoCdApplication> find(
            Collection<Resource> objects, ControllerSource wanted, Predicate<String> revision) {
        return objects.stream()
                .filter(object -> object.key().groupKind().equals(ArgoCdApplication.KIND))
                .filter(object -> wanted.isNamespace(object.text("spec", "destination", "namespace")))
                .flatMap(object ->
                        sourceOf(object, wanted, revision).map(index -> new ArgoCdApplication(object, index)).stream())
                .toList();
    }

    private static Optional<Integer> sourceOf(
            Resource application, ControllerSource wanted, Predicate<String> revision) {
        List<Resource> sources = ArgoCdApplication.sources(application);
        for (int i = 0; i < sources.size(); i++) {
            Resource source = sources.get(i);
            if (wanted.isRepository(source.text("repoURL"))
                    && wanted.isPath(source.text("path"))
                    && source.text("chart").isEmpty()
                    && revision.test(source.text("targetRevision"))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static boolean isHead(String revision) {
        return revision.isEmpty() || revision.equals("HEAD");
    }

    private ControllerWord read(ArgoCdApplication application, WantedRevision wanted) {
        String name = application.name();
        if (application.isBeingDeleted()) {
            return new ControllerWord.Refused(name + " is being deleted");
        }
        boolean compared = wanted.isNamedBy(application.comparedRevision());
        if (application.isOperating()) {
            return new ControllerWord.Pending(name + " is syncing" + because(application.operationMessage()));
        }
        if (failed(application) && wanted.isNamedBy(application.syncedRevision())) {
            return new ControllerWord.Refused(
                    name + " failed to sync " + application.syncedRevision() + because(application.operationMessage()));
        }
        if (!application.errors().isEmpty()) {
            return refused(application);
        }
        if (!compared) {
            return stale(application, name + " was last compared with " + shown(application.comparedRevision()));
        }
        if (reconciledBeforeItsSyncEnded(application)) {
            return stale(application, name + " was not looked at since its last sync ended");
        }
        return switch (application.sync()) {
            case "Synced" -> applied(application);
            case "OutOfSync" ->
                new ControllerWord.Pending(name + " is OutOfSync: "
                        + (application.isAutomated()
                                ? "Argo CD has yet to sync it, unless a sync window of project " + application.project()
                                        + " is closed"
                                : "it is synced by hand, somebody has to do so"));
            default -> new ControllerWord.Untold(name + " could not be compared with the cluster");
        };
    }

    /** An error stands beside no revision, so that only the next look shows which one it is about. */
    private static ControllerWord refused(ArgoCdApplication application) {
        String reason = application.name() + " has " + String.join("; ", application.errors());
        return application.isAskedToRefresh()
                ? new ControllerWord.Pending(reason)
                : new ControllerWord.Refused(reason, List.of(application.refreshRequest()));
    }

    private ControllerWord stale(ArgoCdApplication application, String reason) {
        Instant lately = clock.instant().minus(BETWEEN_REQUESTS);
        boolean asked = application.isAskedToRefresh()
                || application.reconciled().filter(after(lately)).isPresent();
        return asked
                ? new ControllerWord.Pending(reason)
                : new ControllerWord.Stale(reason, List.of(application.refreshRequest()));
    }

    private static ControllerWord applied(ArgoCdApplication application) {
        Optional<Standing> standing =
                switch (application.health()) {
                    case "Healthy" -> Optional.of(Standing.HEALTHY);
                    case "Progressing" -> Optional.of(Standing.PROGRESSING);
                    case "Suspended" -> Optional.of(Standing.SUSPENDED);
                    case "Degraded" -> Optional.of(Standing.FAILED);
                    case "Missing" -> Optional.of(Standing.MISSING);
                    case "" -> Optional.empty();
                    default -> Optional.of(Standing.UNKNOWN);
                };
        return new ControllerWord.Applied(
                application.comparedRevision(),
                standing,
                application.healthSince(),
                application.name() + " is Synced" + (standing.isEmpty() ? "" : " and " + application.health())
                        + because(application.healthMessage()));
    }

    private static boolean failed(ArgoCdApplication application) {
        return application.phase().equals("Failed") || application.phase().equals("Error");
    }

    private static boolean reconciledBeforeItsSyncEnded(ArgoCdApplication application) {
        Optional<Instant> finished = application.operationFinished();
        return finished.isPresent()
                && application
                        .reconciled()
                        .filter(reconciled -> !reconciled.isBefore(finished.get()))
                        .isEmpty();
    }

    private static Predicate<Instant> after(Instant time) {
        return candidate -> candidate.isAfter(time);
    }

    private static String because(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }

    private static String shown(String revision) {
        return revision.isEmpty() ? "no revision at all" : revision;
    }
}
