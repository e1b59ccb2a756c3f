package io.jenkins.plugins.gitops.approval;

import hudson.Util;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A gate, as the page shows it to one person. */
public final class PendingGate {
    private final GateResult result;
    private final WaitingPromotion.State state;
    private final Viewer viewer;
    private final Optional<Gate.Approval> asking;

    /**
     * Who looks at the page.
     *
     * @param approver empty where nobody is logged in
     * @param permitted whether they may approve in this job at all
     * @param identities how this Jenkins compares names
     */
    record Viewer(Optional<Approver> approver, boolean permitted, Identities identities) {}

    PendingGate(GateResult result, WaitingPromotion.State state, Viewer viewer) {
        this.result = result;
        this.state = state;
        this.viewer = viewer;
        this.asking = state.approvable().asking().stream()
                .filter(gate -> gate.name().equals(result.name()))
                .findFirst();
    }

    public String getName() {
        return result.name();
    }

    public String getState() {
        return result.state().name().toLowerCase(Locale.ROOT);
    }

    public String getReason() {
        return result.reason();
    }

    /** How long it has stood so. */
    public String getDuration() {
        Instant since = state.since().getOrDefault(result.title(), result.evaluatedAt());
        return Util.getTimeSpanString(
                Math.max(0, Duration.between(since, Instant.now()).toMillis()));
    }

    /** Whether it takes an answer of who looks. */
    public boolean isAsking() {
        return asked() && getObjection().isEmpty();
    }

    /** Why it takes none of somebody whom it names, as a sentence; empty where it names them not, or takes it. */
    public String getObjection() {
        if (!asked()) {
            return "";
        }
        return viewer.permitted()
                ? refusal().orElse("")
                : Messages.PendingGate_notPermitted(
                        Messages.GitOpsPermissions_title() + "/" + GitOpsPermissions.APPROVE_NAME);
    }

    private Optional<String> refusal() {
        return viewer.approver()
                .flatMap(approver -> approver.refusal(asking.orElseThrow(), state.promoters(), viewer.identities()));
    }

    private boolean asked() {
        return asking.isPresent()
                && viewer.approver()
                        .filter(approver -> approver.isAsked(asking.get(), viewer.identities()))
                        .isPresent();
    }
}
