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
     * of the same person; and of the forge's those that are not known to be for this version, with why they do not count.
     *
     * @param gate the name of the gate they are for
     * @throws IOException where nobody can tell, with a sentence
     */
    List<Given> of(Candidate candidate, String gate) throws IOException;

    /**
     * Who stands against it, whoever has approved: none, where nobody can be.
     *
     * @throws IOException where nobody can tell, with a sentence
     */
    default List<String> objections(Candidate candidate, String gate) throws IOException {
        return List.of();
    }

    /**
     * An approval.
     *
     * @param user who gave it, by Jenkins user id; by account where nobody knows whose that is
     * @param groups the groups that the user is in
     * @param at when
     * @param known whether {@code user} is the id of a user of Jenkins
     * @param objection why it does not count, after "since"; empty where nothing is against it
     */
    record Given(String user, Set<String> groups, Instant at, boolean known, String objection) {

        public Given {
            groups = Set.copyOf(groups);
        }

        /** One by a user of Jenkins. */
        public Given(String user, Set<String> groups, Instant at) {
            this(user, groups, at, true, "");
        }

        /** One by an account of the forge that is mapped to no user of Jenkins, whatever users are called. */
        public static Given byAccount(String account, Instant at, String objection) {
            return new Given(account, Set.of(), at, false, objection);
        }
    }
}
