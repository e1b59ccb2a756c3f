package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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

    /** Tells what became of a promotion, unless it was only tried. */
    static void tell(PromotionRequest request, PromotionResult result, Map<String, String> environment) {
        if (!request.dryRun()) {
            tell(request.trailers(result), request.author(), result, environment);
        }
    }

    /** The same, of a promotion by tag. */
    static void tell(TagPromotionRequest request, PromotionResult result, Map<String, String> environment) {
        if (!request.dryRun()) {
            tell(List.of(request.trailers()), request.tagger(), result, environment);
        }
    }

    private static void tell(
            List<Trailers> promotions, Person author, PromotionResult result, Map<String, String> environment) {
        AuditLog log = open(environment);
        String commit = result.commit() == null ? "" : result.commit();
        Instant now = Clock.systemUTC().instant();
        promotions.forEach(
                promotion -> log.write(AuditEvent.of(promotion, result.verdict().name(), commit, author.name(), now)
                        .at(result.repository(), result.branch())));
    }
}
