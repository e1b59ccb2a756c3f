package io.jenkins.plugins.gitops.approval;

import io.jenkins.plugins.gitops.engine.promotion.Approvable;
import java.util.List;

/** The promotion of an application that waits, as the page shows it to one person. */
public final class PendingPromotion {
    private final String node;
    private final Approvable approvable;
    private final List<PendingGate> gates;

    /** @param node the flow node of its step */
    PendingPromotion(String node, WaitingPromotion.State state, PendingGate.Viewer viewer) {
        this.node = node;
        this.approvable = state.approvable();
        this.gates = state.gates().results().stream()
                .map(gate -> new PendingGate(gate, state, viewer))
                .toList();
    }

    public String getNode() {
        return node;
    }

    /** What an answer is bound to. */
    public String getProposal() {
        return approvable.id();
    }

    public String getApplication() {
        return approvable.application();
    }

    public String getEnvironment() {
        return approvable.environment();
    }

    public String getVersion() {
        return approvable.version();
    }

    /** The commit that the version is carried from; empty where images are given. */
    public String getCommit() {
        return approvable.commit().orElse("");
    }

    public List<String> getFiles() {
        return approvable.files();
    }

    public List<PendingGate> getGates() {
        return gates;
    }
}
