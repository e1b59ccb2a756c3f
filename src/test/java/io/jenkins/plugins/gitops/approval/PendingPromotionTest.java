package io.jenkins.plugins.gitops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.promotion.Approvable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the page shows to whom. */
class PendingPromotionTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Gate.Approval LEADS =
            new Gate.Approval("leads", List.of("ada", "grace"), List.of("leads"), 1, false, false);
    private static final Gate.Approval OWN = new Gate.Approval("own", List.of("ada"), List.of(), 1, true, false);
    private static final Gate.Approval FORGE = new Gate.Approval("board", List.of(), List.of(), 1, false, true);

    private static PendingPromotion shownTo(Approver approver, boolean permitted) {
        return new PendingPromotion(
                "7",
                new WaitingPromotion.State(
                        new Approvable(
                                "a".repeat(64),
                                "shop",
                                "prod",
                                "r.io/web:2",
                                Optional.empty(),
                                List.of("envs/prod/web.yaml"),
                                List.of(LEADS, OWN, FORGE)),
                        new Evaluation(List.of(gate("leads"), gate("own"), gate("board"), gate("soak")), NOW),
                        Map.of(),
                        List.of("Ada")),
                new PendingGate.Viewer(Optional.ofNullable(approver), permitted, Identities.IGNORING_CASE));
    }

    private static GateResult gate(String name) {
        return new GateResult(name, name, State.CLOSED, "0 of 1", Optional.empty(), NOW);
    }

    private static Approver user(String name, String... groups) {
        return new Approver(name, Set.of(groups));
    }

    private static List<String> asks(Approver approver, boolean permitted) {
        return shownTo(approver, permitted).getGates().stream()
                .filter(PendingGate::isAsking)
                .map(PendingGate::getName)
                .toList();
    }

    private static List<String> objections(Approver approver, boolean permitted) {
        return shownTo(approver, permitted).getGates().stream()
                .map(PendingGate::getObjection)
                .filter(objection -> !objection.isEmpty())
                .toList();
    }

    @Test
    void asksThoseThatAGateNames() {
        assertThat(asks(user("grace"), true)).containsExactly("leads");
        assertThat(asks(user("lee", "LEADS", "authenticated"), true)).containsExactly("leads");
        assertThat(asks(user("eve", "authenticated"), true)).isEmpty();
        assertThat(objections(user("eve"), true)).isEmpty();
    }

    @Test
    void takesTheOwnApprovalOnlyWhereTheGateDoes() {
        assertThat(asks(user("ada"), true)).containsExactly("own");
        assertThat(objections(user("ada"), true))
                .containsExactly("ada promotes this version, and gate leads takes no approval of who promotes.");
        assertThat(asks(user("ada", "leads"), true)).containsExactly("own");
    }

    @Test
    void asksNobodyWithoutThePermission() {
        assertThat(asks(user("grace"), false)).isEmpty();
        assertThat(objections(user("grace"), false))
                .containsExactly("You are asked, and need the permission GitOps Stages/Approve to answer.");
        assertThat(objections(user("eve"), false)).isEmpty();
    }

    @Test
    void asksNobodyInParticularNever() {
        assertThat(asks(null, true)).isEmpty();
        assertThat(objections(null, true)).isEmpty();
    }

    @Test
    void refusesWhatTheFormWouldNotSend() {
        assertThat(user("eve").refusal(LEADS, List.of("ada"), Identities.IGNORING_CASE))
                .contains("eve is not asked to approve at gate leads.");
        assertThat(user("grace").refusal(LEADS, List.of("ada"), Identities.IGNORING_CASE))
                .isEmpty();
    }
}
