package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Approvals that people have given, in Jenkins or in the forge. */
@FunctionalInterface
public interface Approvals {

    /**
     * The approvals that stand: for this very version in this environment, not withdrawn, not replaced by a later word
     * of the same person.
     *
     * @param gate the name of the gate they are for
     * @throws IOException where nobody can tell, with a sentence
     */
    List<Given> of(Candidate candidate, String gate) throws IOException;

    /**
     * An approval.
     *
     * @param user who gave it, by Jenkins user id; in the forge by the account's name, unless its owner's id is known
     * @param groups the groups that the user is in
     * @param at when
     */
    record Given(String user, Set<String> groups, Instant at) {

        public Given {
            groups = Set.copyOf(groups);
        }
    }
}
