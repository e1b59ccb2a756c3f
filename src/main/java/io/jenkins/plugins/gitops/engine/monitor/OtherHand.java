package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.FieldManagers;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import java.util.Optional;
import java.util.Set;

/** Tells what somebody else's hand changed from a commit that is still to be delivered. */
final class OtherHand {
    private static final Set<String> FLUX = Set.of("kustomize-controller", "helm-controller");

    private OtherHand() {}

    /**
     * What of a difference is drift; empty where nothing is.
     *
     * @param delivery who delivers: a live value that they wrote themselves is an older version, not drift
     */
    static Optional<ResourceDiff> of(ResourceDiff diff, Standing standing, Delivery delivery) {
        ResourceDiff drift =
                switch (standing) {
                    case DELIVERED -> diff;
                    case FIRST_SEEN -> diff.only(field -> field.manager() == null || !delivers(delivery, field));
                    case AWAITED -> diff.only(field -> isKnown(delivery, field));
                };
        boolean unborn = standing == Standing.AWAITED && drift.change() == Change.MISSING;
        return drift.change() == Change.NONE || unborn ? Optional.empty() : Optional.of(drift);
    }

    /** Whether putting the whole object back would bring nothing that is still to be delivered. */
    static boolean isAll(ResourceDiff diff, Standing standing, Delivery delivery) {
        return standing == Standing.DELIVERED
                || diff.change() == Change.MODIFIED
                        && diff.fields().stream().allMatch(field -> isKnown(delivery, field));
    }

    private static boolean isKnown(Delivery delivery, FieldDiff field) {
        return field.manager() != null && !delivers(delivery, field);
    }

    private static boolean delivers(Delivery delivery, FieldDiff field) {
        String manager = field.manager();
        return manager != null
                && switch (delivery) {
                    case JENKINS -> manager.equals(ApplyOptions.FIELD_MANAGER);
                    case ARGOCD -> manager.startsWith("argocd-");
                    case FLUX -> FLUX.contains(manager);
                    // a stage delivers with whatever it likes, under a name of its own; kubectl's may be a person,
                    // who is seen once it was delivered
                    case EXTERNAL -> !FieldManagers.isHand(manager) || manager.equals("kubectl");
                };
    }
}
