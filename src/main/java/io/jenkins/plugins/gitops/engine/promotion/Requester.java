package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.version.Order;

/**
 * Who asks for a promotion, and what they say about it.
 *
 * @param id the same for every attempt at this promotion, and no other's: for example a build and its flow node
 * @param subject of the commit; null: says what is promoted where
 * @param build the build that promotes; null where none does
 * @param actor who asked for it; null where that is not known
 * @param order where it stands among others of its application and environment, used where the application is ordered
 *     so and the version itself does not say; null: nobody says
 * @param reason why the rules against older versions, holds and quarantine are overridden; null: they are not
 * @param author who writes the commit
 */
public record Requester(
        String id,
        @CheckForNull String subject,
        @CheckForNull String build,
        @CheckForNull String actor,
        @CheckForNull Order order,
        @CheckForNull String reason,
        Person author) {

    public Requester {
        if (reason != null && reason.isBlank()) {
            throw new IllegalArgumentException("Rules are overridden with a reason, and it is empty");
        }
    }

    /** One that says nothing more. */
    public Requester(String id, Person author) {
        this(id, null, null, null, null, null, author);
    }

    boolean forces() {
        return reason != null;
    }
}
