package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.List;

/**
 * What a promotion would change of one application, as gates and people are asked about it.
 *
 * @param proposed the version
 * @param changes what it changes
 * @param after the tree as the whole promotion would make it
 */
record GatedPart(Proposed proposed, List<FileChange> changes, TreeReader after) {

    /** What an approval of it is bound to. */
    String id() throws IOException {
        return ProposalId.of(proposed, after, changes);
    }
}
