package io.jenkins.plugins.gitops.engine.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Controller;
import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Argo CD or Flux delivers: its objects are read, and asked to look where they have not since the change. */
public final class ControllerDelivery implements Deliverer {
    /** Its objects change by its own doing, seconds after a push; nothing is gained by asking more often. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** Not the manager we deliver as: applying an annotation alone as that one would take everything else away. */
    private static final ApplyOptions ASKING = new ApplyOptions("gitops-stages-refresh", true, false, false);

    private static final Set<String> DELIVERING = Set.of("Application", "Kustomization", "HelmRelease");

    private final Cluster cluster;
    private final ControllerReader reader;
    private final ControllerSource from;
    private final EnvironmentSource source;
    private final boolean seen;

    /** The revision since whose coming the controller was asked to look. */
    @CheckForNull
    private String asked;

    /** Why it could not be asked, which is tried once a revision; empty where it could. */
    private String silent = "";

    /**
     * @param cluster where the controller's objects are
     * @param reader knows the controller
     * @param seen whether what it delivers is looked at too; else its word on the health is the only one
     */
    public ControllerDelivery(Cluster cluster, ControllerReader reader, EnvironmentSource source, boolean seen) {
        this.cluster = cluster;
        this.reader = reader;
        this.source = source;
        this.seen = seen;
        this.from = new ControllerSource(
                source.repository(),
                source.folder(),
                // a controller names the newest version in ways of its own
                Optional.of(source.ref()).filter(ref -> VersionPrefix.of(ref).isEmpty()),
                source.environment().destination().namespace());
    }

    @Override
    public Word advance(DesiredState desired) throws ClusterException {
        LiveState objects = LiveState.read(cluster, List.of(), reader.kinds(), List.of(), "");
        if (objects.objects().isEmpty() && !objects.unknown().isEmpty()) {
            return new Word.Untold(objects.unknown().get(0).why().getMessage());
        }
        return read(named(objects.objects().values()), desired);
    }

    /** Without the objects that gitops.yaml does not mean, where it names one; sources are kept. */
    private List<Resource> named(Collection<Resource> objects) {
        return objects.stream()
                .filter(object -> !DELIVERING.contains(object.kind())
                        || source.environment().controller().stream()
                                .allMatch(controller -> isNamed(object, controller)))
                .toList();
    }

    private static boolean isNamed(Resource object, Controller controller) {
        return controller.name().map(object.name()::equals).orElse(true)
                && controller.namespace().map(object.namespace()::equals).orElse(true);
    }

    private Word read(Collection<Resource> objects, DesiredState desired) throws ClusterException {
        ControllerWord word = reader.read(objects, from, wanted(desired));
        if (word instanceof ControllerWord.Applied applied) {
            return read(applied);
        }
        if (word instanceof ControllerWord.Refused refused) {
            if (refused.requests().isEmpty() || desired.revision().equals(asked) && silent.isEmpty()) {
                return new Word.Refused(refused.reason());
            }
            return ask(word, refused.requests(), desired);
        }
        if (word instanceof ControllerWord.Untold untold) {
            return new Word.Untold(untold.reason());
        }
        if (word instanceof ControllerWord.Stale stale) {
            return ask(word, stale.requests(), desired);
        }
        return new Word.Working(word.reason(), AGAIN);
    }

    private Word read(ControllerWord.Applied applied) {
        if (applied.standing().isEmpty() && !seen) {
            return new Word.Untold(applied.reason() + ", and judges no health: give destination.cluster, so that it is"
                    + " judged here, or let the controller judge it (Flux: spec.wait or spec.healthChecks)");
        }
        return switch (applied.standing().orElse(Standing.HEALTHY)) {
            case HEALTHY -> new Word.Delivered();
            case SUSPENDED ->
                seen || source.environment().health().suspended()
                        ? new Word.Delivered()
                        : new Word.Working(applied.reason(), AGAIN);
            case FAILED -> new Word.Failed(applied.reason());
            case PROGRESSING, MISSING, UNKNOWN -> new Word.Working(applied.reason(), AGAIN);
        };
    }

    private Word ask(ControllerWord word, List<Resource> requests, DesiredState desired) throws ClusterException {
        boolean tried = desired.revision().equals(asked);
        if (!tried || silent.isEmpty()) {
            silent = tell(requests);
            asked = desired.revision();
        }
        return new Word.Working(word.reason() + silent, AGAIN);
    }

    private String tell(List<Resource> requests) throws ClusterException {
        try {
            for (Resource request : requests) {
                cluster.apply(request, ASKING);
            }
            return "";
        } catch (ClusterException e) {
            if (e.reason() != ClusterException.Reason.FORBIDDEN) {
                throw e;
            }
            return "; it will look by itself, and a failure before that is not believed, for it could not be asked to: "
                    + e.getMessage();
        }
    }

    private WantedRevision wanted(DesiredState desired) {
        return new WantedRevision(desired.revision(), other -> desiresTheSame(other, desired));
    }

    private boolean desiresTheSame(String other, DesiredState desired) {
        try {
            return source.tree(other).id("").filter(desired.tree()::equals).isPresent();
        } catch (IOException e) {
            return false; // a commit that cannot be read proves nothing
        }
    }
}
