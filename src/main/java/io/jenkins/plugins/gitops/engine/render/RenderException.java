package io.jenkins.plugins.gitops.engine.render;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;

/** A folder could not be rendered. The message is a sentence that names the file, and the line where one is known. */
public final class RenderException extends IOException {
    private static final long serialVersionUID = 1;

    public RenderException(String message) {
        this(message, null);
    }

    public RenderException(String message, @CheckForNull Throwable cause) {
        super(message, cause);
    }
}
