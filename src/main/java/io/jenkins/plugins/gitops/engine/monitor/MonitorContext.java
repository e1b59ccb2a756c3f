package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a monitor works with.
 *
 * @param clusters where clusters come from
 * @param renderer makes manifests of a tree; caches by the tree's id
 * @param installation as in {@link io.jenkins.plugins.gitops.engine.resource.Tracking}: what is ours
 * @param turns shared with everything that delivers in this process
 * @param settings how closely is watched
 * @param listener told every event, one at a time for an environment; must return quickly
 */
public record MonitorContext(
        ClusterSource clusters,
        Renderer renderer,
        String installation,
        DeliveryTurns turns,
        MonitorSettings settings,
        Clock clock,
        Consumer<MonitorEvent> listener) {

    MonitorContext telling(Consumer<MonitorEvent> other) {
        return new MonitorContext(clusters, renderer, installation, turns, settings, clock, other);
    }
}
