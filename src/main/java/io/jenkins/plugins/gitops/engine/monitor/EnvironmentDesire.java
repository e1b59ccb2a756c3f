package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.Inventory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Git says of one environment: the last that could be read and rendered, and how current that is. Rendered and shown
 * to the view only where it has changed.
 */
final class EnvironmentDesire {
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Environment environment;
    private final Tracking tracking;
    private final LiveIndex index;
    private final EnvironmentView view;

    /** A commit that cannot be taken, and until when nobody tries again, however often its repository is asked. */
    private record Failure(String tip, Duration pause, Instant until) {}

    @CheckForNull
    private volatile DesiredState state;

    private volatile Instant asked = Instant.MIN;
    private volatile String trouble = "";
    private volatile List<String> unread = List.of();
    private Set<ResourceKey> unserved = Set.of();

    @CheckForNull
    private Failure failure;

    EnvironmentDesire(Environment environment, Tracking tracking, LiveIndex index, EnvironmentView view) {
        this.environment = environment;
        this.tracking = tracking;
        this.index = index;
        this.view = view;
    }

    /** The revision that is compared with; empty where none could be read yet. */
    Optional<String> revision() {
        return Optional.ofNullable(state).map(DesiredState::revision);
    }

    /** When the server was asked that said so; what Git says may have changed since. */
    Instant asked() {
        return asked;
    }

    /** Why Git says something else, or nothing that could be taken, as a sentence; empty where that is not so. */
    String trouble() {
        return trouble;
    }

    /** What nobody could look for, as sentences. */
    List<String> unread() {
        return unread;
    }

    /** Keeps what was last read, since nothing newer can be. */
    void troubled(String why) {
        trouble = why;
    }

    /**
     * Takes what Git says now. Where that cannot be rendered, or is nothing at all, what it said before stands.
     *
     * @param began when the server was asked for the refs
     */
    void take(GitEnvironmentSource source, RefSnapshot refs, Instant began) {
        String tip = "";
        try {
            tip = source.tip(refs);
            Failure last = failure;
            if (last != null && last.tip().equals(tip) && began.isBefore(last.until())) {
                return;
            }
            DesiredState before = state;
            if (before == null || !before.revision().equals(tip) || isServed(unserved, began)) {
                take(source.desired(tip), began);
            }
            asked = began;
            trouble = "";
            failure = null;
        } catch (ClusterException e) {
            index.failed(e, began);
            troubled(e.getMessage());
        } catch (IOException e) {
            failed(tip, began);
            troubled(e.getMessage());
        }
    }

    private void failed(String tip, Instant began) {
        Failure last = failure;
        Duration pause = last != null && last.tip().equals(tip) ? last.pause().multipliedBy(2) : SHORTEST;
        Duration next = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        failure = new Failure(tip, next, began.plus(next));
    }

    private void take(DesiredState next, Instant now) throws IOException {
        if (next.resources().isEmpty() && !environment.sync().allowEmpty()) {
            throw new IOException("Git has no objects for " + environment.name() + " at " + next.revision()
                    + "; what it had before is still compared with, unless sync.allowEmpty says that this is meant");
        }
        DesiredState before = state;
        // the renderer gives the same list for the same files, whatever else a commit changed
        if (before == null || before.resources() != next.resources() || isServed(unserved, now)) {
            List<String> sentences = new ArrayList<>();
            Cluster cluster = index.reachable(now);
            Inventory inventory = Inventory.readWhereAllowed(cluster, next.namespace(), tracking, sentences::add);
            unserved = index.show(view, next.objectsIn(cluster), inventory);
            unread = List.copyOf(sentences);
        }
        state = next;
    }

    /** Whether a kind is there now that was not. */
    private boolean isServed(Set<ResourceKey> keys, Instant now) throws IOException {
        for (ResourceKey key : keys) {
            if (index.reachable(now).type(key.groupKind()).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
