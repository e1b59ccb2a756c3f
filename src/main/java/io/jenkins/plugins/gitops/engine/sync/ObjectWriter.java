package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Writes one object as its options ask, and says what came of it. */
final class ObjectWriter {
    private final SyncContext context;
    private final Tracking tracking;
    private final Set<String> written = new HashSet<>();

    ObjectWriter(SyncContext context) {
        this.context = context;
        this.tracking = context.request().tracking();
    }

    /** The uids of what was written or found in sync: the same objects, under whatever kind they are listed. */
    Set<String> written() {
        return written;
    }

    /**
     * Writes an object and reports it.
     *
     * @throws ClusterException where the server refuses it; not reported then
     */
    void write(Resource desired, Optional<Resource> live) throws ClusterException {
        boolean hook = ArgoCdHooks.isHook(desired);
        Resource marked = hook ? desired : tracking.mark(desired);
        if (!hook && live.filter(now -> isInSync(marked, now)).isPresent()) {
            written.add(live.get().text("metadata", "uid"));
            context.report().add(desired.key(), Action.UNCHANGED, "");
            return;
        }
        SyncOptions options = SyncOptions.of(desired);
        ApplyOptions careful = context.applying().withStrict(options.validate());
        String remark = live.map(this::otherOwner).orElse("");
        Resource now;
        if (options.replacesUnder(context.request().policy())) {
            now = context.cluster().replace(marked, careful);
        } else {
            if (!hook && live.isPresent()) {
                adopt(live.get(), marked, careful);
            }
            try {
                now = context.cluster().apply(marked, careful);
            } catch (ClusterException e) {
                if (e.reason() != Reason.CONFLICT) {
                    throw e;
                }
                now = context.cluster().apply(marked, careful.withForce(true)); // Git is the truth
                remark = "Taken over: " + e.getMessage();
            }
        }
        written.add(now.text("metadata", "uid"));
        context.report().add(desired.key(), Action.APPLIED, remark);
    }

    private void adopt(Resource live, Resource desired, ApplyOptions options) throws ClusterException {
        if (tracking.owns(live) || options.dryRun()) {
            return;
        }
        Optional<Resource> adopted = Adoption.of(live, desired.apiVersion());
        if (adopted.isPresent()) {
            try {
                context.cluster().replace(adopted.get(), options);
            } catch (ClusterException e) {
                if (e.reason() != Reason.FORBIDDEN) {
                    throw e;
                }
                context.report()
                        .warn("Fields that " + live.key()
                                + " got from its former deliverer and Git does not have stay: " + e.getMessage());
            }
        }
    }

    private boolean isInSync(Resource desired, Resource live) {
        return tracking.owns(live) && context.inSync().test(desired, live);
    }

    private String otherOwner(Resource live) {
        Object label = live.labels().get(Tracking.LABEL);
        return label == null || label.equals(tracking.label())
                ? ""
                : live.annotation(Tracking.ANNOTATION)
                        .map(owner -> "Was delivered as " + owner + " before")
                        .orElse("");
    }
}
