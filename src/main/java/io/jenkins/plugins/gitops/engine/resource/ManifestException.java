package io.jenkins.plugins.gitops.engine.resource;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;

/** A manifest is not what an API server would take. The message begins with {@code file:line}. */
public final class ManifestException extends IOException {
    private static final long serialVersionUID = 1;

    ManifestException(String file, int line, String message, @CheckForNull Throwable cause) {
        super(file + ":" + line + ": " + message, cause);
    }
}
