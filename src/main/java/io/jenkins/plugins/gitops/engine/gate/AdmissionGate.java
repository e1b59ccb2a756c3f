package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The destination's API server must accept the proposed manifests in a dry run of server-side apply. It goes through
 * all of admission (schemas, quotas, Gatekeeper, Kyverno, webhooks, policies) and stores nothing.
 */
final class AdmissionGate implements Evaluator {
    private static final int MOST = 5_000;
    private static final int TOLD = 5;

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
        DryRun.Outcome outcome;
        try {
            outcome = new DryRun(cluster, placed).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Decision.unknown("Asking cluster " + cluster.name() + " was interrupted");
        }
        if (!outcome.refused().isEmpty()) {
            return Decision.closed(told(outcome.refused()));
        }
        return outcome.unasked().isEmpty()
                ? Decision.open("Cluster " + cluster.name() + " accepts " + objects(outcome.accepted())
                        + " in a dry run" + early(outcome.early()))
                : Decision.unknown("Not everything can be asked: " + told(outcome.unasked()));
    }

    private static String early(int count) {
        return count == 0
                ? ""
                : "; it cannot be asked about " + objects(count)
                        + " before the namespace or definition is there that comes along";
    }

    private static String objects(int count) {
        return count + (count == 1 ? " object" : " objects");
    }

    private static String told(List<String> messages) {
        int more = messages.size() - TOLD;
        return String.join("; ", messages.subList(0, Math.min(TOLD, messages.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
