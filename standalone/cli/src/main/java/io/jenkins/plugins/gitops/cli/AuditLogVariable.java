package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.promotion.PromotionAudit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The audit log that {@code GITOPS_AUDIT_LOG} names. */
final class AuditLogVariable {
    private static final String NAME = "GITOPS_AUDIT_LOG";

    private AuditLogVariable() {}

    /** None where the variable is not set. */
    static AuditLog open(Map<String, String> environment) {
        String path = environment.getOrDefault(NAME, "");
        return path.isBlank() ? AuditLog.NONE : AuditLog.file(Path.of(path));
    }

    /** Tells it what becomes of promotions. */
    static PromotionAudit promotions(Map<String, String> environment) {
        return new PromotionAudit(open(environment), Clock.systemUTC());
    }
}
