package io.jenkins.plugins.gitops.engine.release;

import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.math.BigInteger;

/** Which number of a semantic version is raised. */
public enum Bump {
    /** For what breaks something. */
    MAJOR,
    /** For what is new. */
    MINOR,
    /** For what is mended. */
    PATCH;

    /** The version that follows one; of a pre-release its own release, where that is raised as much already. */
    SemanticVersion after(SemanticVersion last) {
        boolean noPatch = last.patch().equals(BigInteger.ZERO);
        boolean noMinor = noPatch && last.minor().equals(BigInteger.ZERO);
        return switch (this) {
            case MAJOR -> !last.isRelease() && noMinor ? last.nextPatch() : last.nextMajor();
            case MINOR -> !last.isRelease() && noPatch ? last.nextPatch() : last.nextMinor();
            case PATCH -> last.nextPatch();
        };
    }
}
