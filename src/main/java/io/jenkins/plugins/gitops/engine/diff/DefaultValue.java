package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Map;

/** What the API server puts where a field is left out. */
interface DefaultValue {

    /** The value beside these fields; null where there is none. */
    @CheckForNull
    Object beside(Map<?, ?> siblings);
}
