package io.jenkins.plugins.gitops.engine.git;

import java.nio.file.Path;

/** Mirrors that are made again whenever they are opened after something was written into them. */
public final class ScatteredMirrors {

    private ScatteredMirrors() {}

    public static Mirrors below(Path root) {
        return new Mirrors(root, new GitLimits(GitLimits.DEFAULT.fileBytes(), GitLimits.DEFAULT.entries(), 0));
    }
}
