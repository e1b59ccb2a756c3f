package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import java.util.List;

/**
 * How a wait ended.
 *
 * @param verdict about the commit that was waited for
 * @param commit the commit that was waited for
 * @param liveCommit the commit that is live, null where none was seen to be
 * @param causes why it is not live, as sentences; empty where it is
 * @param resources the last that was seen of every desired object
 */
public record WaitResult(
        WaitVerdict verdict,
        String commit,
        @CheckForNull String liveCommit,
        List<String> causes,
        List<ResourceState> resources) {

    public WaitResult {
        causes = List.copyOf(causes);
        resources = List.copyOf(resources);
    }
}
