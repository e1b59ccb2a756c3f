package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is done about an environment's drift at a time: first what leases allow, then what {@code gitops.yaml} says. */
final class LeasedPolicy {
    private final DriftPolicyRules declared;
    private volatile List<Lease> leases = List.of();

    LeasedPolicy(Environment environment) {
        this.declared = DriftPolicyRules.of(environment);
    }

    /** Takes the leases of the environment; those that are over do no harm. */
    void take(List<Lease> now) {
        leases = List.copyOf(now);
    }

    DriftPolicyRules at(Instant now) {
        List<DriftPolicy.Rule> allowed = leases.stream()
                .filter(lease -> lease.isActive(now))
                .map(lease -> lease.scope().rule())
                .toList();
        return declared.after(allowed);
    }

    /** When the next of them ends. */
    Optional<Instant> nextEnd(Instant now) {
        return leases.stream().map(Lease::until).filter(now::isBefore).min(Instant::compareTo);
    }
}
