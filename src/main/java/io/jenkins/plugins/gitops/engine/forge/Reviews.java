package io.jenkins.plugins.gitops.engine.forge;

import java.util.List;
import java.util.OptionalInt;

/**
 * What people said of a pull request, each counted by the last thing they said.
 *
 * @param approvals who approves
 * @param objections names of those who ask for changes
 * @param missing how many approvals the host still wants; empty where it does not tell
 */
public record Reviews(List<Approval> approvals, List<String> objections, OptionalInt missing) {

    /**
     * An approval that stands.
     *
     * @param user who gave it
     * @param commit the head it was given to; empty where the host does not tell
     */
    public record Approval(String user, String commit) {}
}
