package io.jenkins.plugins.gitops.engine.audit;

import java.nio.file.Path;

/**
 * Where everything that is done is told to whoever collects it. Git stays the truth; this is a copy to ship. Safe for
 * several threads.
 */
@FunctionalInterface
public interface AuditLog {
    /** Tells nobody. */
    AuditLog NONE = event -> {};

    /** Tells what was done. Never throws: what is done is done. */
    void write(AuditEvent event);

    /**
     * Lines of JSON in a file, which becomes {@code FILE.1} and so on when it is large.
     *
     * @param path made where it is not there, as its folder is
     */
    static AuditLog file(Path path) {
        return new AuditLogFile(path, AuditLogFile.BYTES, AuditLogFile.FILES);
    }
}
