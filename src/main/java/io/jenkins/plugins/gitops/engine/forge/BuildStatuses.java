package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;

/** How both Bitbuckets want a status: with a URL, and a key that is not long. */
final class BuildStatuses {
    private static final int LONGEST_DESCRIPTION = 255;

    private BuildStatuses() {}

    static ObjectNode request(CommitStatus status, String state, int longestKey, ForgeKind kind) throws ForgeException {
        if (status.url().isEmpty()) {
            throw new ForgeException(
                    Reason.UNSUPPORTED, kind.title() + " takes no commit status without a URL: " + status.name());
        }
        if (status.name().length() > longestKey) {
            throw new ForgeException(
                    Reason.UNSUPPORTED,
                    kind.title() + " takes names of commit statuses up to " + longestKey + " characters: "
                            + status.name());
        }
        return Json.object(
                "key",
                status.name(),
                "name",
                status.name(),
                "state",
                state,
                "url",
                status.url(),
                "description",
                Texts.line(status.description(), LONGEST_DESCRIPTION));
    }
}
