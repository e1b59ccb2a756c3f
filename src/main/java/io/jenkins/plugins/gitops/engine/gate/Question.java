package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.time.Duration;

/**
 * A gate with whoever decides it.
 *
 * @param type the gate's key in {@code gitops.yaml}
 * @param costly whether it is asked only where nothing cheaper holds the promotion up
 * @param deadline how long the answer may take
 */
record Question(Gate gate, String type, boolean costly, Duration deadline, Evaluator evaluator) {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(2);

    /** The longest command, and the time to end it. */
    private static final Duration LONGEST = GateCommands.LONGEST.plusSeconds(15);

    /** What may fail, reading a schedule or loading CEL, is left to the evaluation, where a failure is an answer. */
    static Question of(Gate gate, GateSources sources) {
        if (gate instanceof Gate.Approval approval) {
            return cheap(
                    gate,
                    "approval",
                    new ApprovalGate(approval, sources.approvals(), sources.forgeApprovals(), sources.identities()));
        }
        if (gate instanceof Gate.Soak soak) {
            return cheap(gate, "soak", new SoakGate(soak, sources.provedVersions()));
        }
        if (gate instanceof Gate.Window window) {
            return cheap(gate, "window", (candidate, now) -> new WindowGate(window).decide(candidate, now));
        }
        if (gate instanceof Gate.Checks checks) {
            return cheap(gate, "checks", new ChecksGate(checks, sources.statuses()));
        }
        if (gate instanceof Gate.Healthy healthy) {
            return cheap(gate, "healthy", new HealthyGate(healthy, sources.provedVersions()));
        }
        if (gate instanceof Gate.Drift drift) {
            return cheap(gate, "drift", new DriftGate(drift, sources.drift()));
        }
        if (gate instanceof Gate.Job job) {
            return cheap(gate, "job", new JobGate(job, sources.jobs()));
        }
        if (gate instanceof Gate.Tests tests) {
            return cheap(gate, "tests", new TestsGate(tests, sources.tests()));
        }
        if (gate instanceof Gate.Scan scan) {
            return cheap(gate, "scan", new ScanGate(scan, sources.scans()));
        }
        if (gate instanceof Gate.Policy policy) {
            return new Question(
                    gate, "policy", false, LONG, (candidate, now) -> new PolicyGate(policy).decide(candidate, now));
        }
        if (gate instanceof Gate.Admission) {
            return new Question(gate, "admission", true, LONG, new AdmissionGate(sources.clusters()));
        }
        CommandGate command = new CommandGate((Gate.Command) gate, sources.commands());
        return new Question(gate, "command", true, LONGEST, command);
    }

    private static Question cheap(Gate gate, String type, Evaluator evaluator) {
        return new Question(gate, type, false, SOON, evaluator);
    }
}
