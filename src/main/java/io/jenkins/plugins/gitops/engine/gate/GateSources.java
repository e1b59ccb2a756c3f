package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;

/**
 * Whom gates ask. What is not given is not available: gates that need it are UNKNOWN.
 *
 * @param forgeApprovals approvals of the pull request or commit
 */
public record GateSources(
        ProvedVersions provedVersions,
        DriftReadings drift,
        Approvals approvals,
        Approvals forgeApprovals,
        Identities identities,
        CommitStatuses statuses,
        JobResults jobs,
        TestResults tests,
        ScanReports scans,
        GateClusters clusters,
        GateCommands commands) {

    /** Nobody to ask. */
    public static final GateSources NONE = new GateSources(
            (candidate, environment) -> {
                throw missing("which versions were proved live");
            },
            (candidate, environment) -> {
                throw missing("whether there is drift");
            },
            (candidate, gate) -> {
                throw missing("who has approved");
            },
            (candidate, gate) -> {
                throw missing("who has approved in the forge");
            },
            Identities.IGNORING_CASE,
            (candidate, commit) -> {
                throw missing("the statuses of commits");
            },
            (candidate, job) -> {
                throw missing("what became of builds");
            },
            candidate -> {
                throw missing("the build's test results");
            },
            (candidate, name) -> {
                throw missing("reports of scanners");
            },
            candidate -> {
                throw missing("the cluster");
            },
            (candidate, name) -> {
                throw missing("commands for gates");
            });

    private static IOException missing(String what) {
        return new IOException("Nobody here knows " + what);
    }

    public GateSources withProvedVersions(ProvedVersions other) {
        return new GateSources(
                other, drift, approvals, forgeApprovals, identities, statuses, jobs, tests, scans, clusters, commands);
    }

    public GateSources withDrift(DriftReadings other) {
        return new GateSources(
                provedVersions,
                other,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                tests,
                scans,
                clusters,
                commands);
    }

    public GateSources withApprovals(Approvals other) {
        return new GateSources(
                provedVersions,
                drift,
                other,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                tests,
                scans,
                clusters,
                commands);
    }

    public GateSources withForgeApprovals(Approvals other) {
        return new GateSources(
                provedVersions, drift, approvals, other, identities, statuses, jobs, tests, scans, clusters, commands);
    }

    public GateSources withIdentities(Identities other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                other,
                statuses,
                jobs,
                tests,
                scans,
                clusters,
                commands);
    }

    public GateSources withStatuses(CommitStatuses other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                other,
                jobs,
                tests,
                scans,
                clusters,
                commands);
    }

    public GateSources withJobs(JobResults other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                other,
                tests,
                scans,
                clusters,
                commands);
    }

    public GateSources withTests(TestResults other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                other,
                scans,
                clusters,
                commands);
    }

    public GateSources withScans(ScanReports other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                tests,
                other,
                clusters,
                commands);
    }

    public GateSources withClusters(GateClusters other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                tests,
                scans,
                other,
                commands);
    }

    public GateSources withCommands(GateCommands other) {
        return new GateSources(
                provedVersions,
                drift,
                approvals,
                forgeApprovals,
                identities,
                statuses,
                jobs,
                tests,
                scans,
                clusters,
                other);
    }
}
