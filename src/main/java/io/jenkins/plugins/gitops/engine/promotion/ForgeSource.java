package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.forge.Forge;
import java.io.IOException;

/** The Git host that a config repository is on, as it is configured where it is asked. */
@FunctionalInterface
public interface ForgeSource {

    /**
     * The host; it is asked nothing yet.
     *
     * @throws IOException where none is known, or there is no token for it, with a sentence
     */
    Forge open() throws IOException;
}
