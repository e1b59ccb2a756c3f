package io.jenkins.plugins.gitops.engine.forge;

import java.util.List;
import java.util.OptionalInt;

/**
 * What people said of a pull request whose word counts with the host, as far as it tells, each counted by the last thing
 * they said. They are named as nobody else there is: by account, which is no id of Jenkins.
 *
 * @param approvals who approves
 * @param objections names of those who ask for changes
 * @param missing how many approvals the host still wants; empty where it does not tell
 */
public record Reviews(List<Approval> approvals, List<String> objections, OptionalInt missing) {

    /**
     * An approval that stands.
     *
     * @param user the account that gave it
     * @param commit the head it was given to, as the host says, or as its times prove (GitLab, Bitbucket Cloud, Azure
     *     DevOps); else empty: it may be of any head before
     */
    public record Approval(String user, String commit) {}
}
