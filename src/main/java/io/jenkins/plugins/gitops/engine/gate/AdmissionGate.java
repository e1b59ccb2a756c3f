package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The destination's API server must accept the proposed manifests in a dry run of server-side apply. It goes through
 * all of admission (schemas, quotas, Gatekeeper, Kyverno, webhooks, policies) and stores nothing.
 */
final class AdmissionGate implements Evaluator {
    private static final int MOST = 5_000;
    private static final int TOLD = 5;
    private static final Set<Reason> REFUSALS = Set.of(Reason.REJECTED, Reason.INVALID, Reason.TOO_LARGE);

    private final GateClusters clusters;

    AdmissionGate(GateClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        List<Resource> proposed = candidate.proposed().resources();
        if (proposed.size() > MOST) {
            return Decision.unknown("More than " + MOST + " objects: too many to ask about each");
        }
        Cluster cluster = clusters.of(candidate);
        String namespace = candidate.environment().destination().namespace();
        List<Resource> placed = new DesiredState("", "", namespace, proposed).placedIn(cluster);
        ApplyOptions dryRun = ApplyOptions.FORCED.withDryRun(true);
        List<String> refused = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        for (Resource resource : placed) {
            if (Thread.currentThread().isInterrupted()) {
                return Decision.unknown("Asking cluster " + cluster.name() + " was interrupted");
            }
            try {
                cluster.apply(resource, dryRun);
            } catch (ClusterException e) {
                if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.UNAUTHORIZED) {
                    return Decision.unknown(e.getMessage());
                }
                (REFUSALS.contains(e.reason()) ? refused : unasked).add(e.getMessage());
            }
        }
        if (!refused.isEmpty()) {
            return Decision.closed(told(refused));
        }
        return unasked.isEmpty()
                ? Decision.open("Cluster " + cluster.name() + " accepts " + placed.size()
                        + (placed.size() == 1 ? " object" : " objects") + " in a dry run")
                : Decision.unknown("Not everything can be asked: " + told(unasked));
    }

    private static String told(List<String> messages) {
        int more = messages.size() - TOLD;
        return String.join("; ", messages.subList(0, Math.min(TOLD, messages.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
