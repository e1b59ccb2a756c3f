package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import java.nio.file.Path;
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
}
