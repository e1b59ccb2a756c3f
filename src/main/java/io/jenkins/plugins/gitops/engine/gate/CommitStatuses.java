package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.util.List;

/** What the forge knows about commits. */
@FunctionalInterface
public interface CommitStatuses {

    /**
     * The latest status of each context.
     *
     * @param commit the candidate's commit
     * @throws IOException where the forge cannot be asked, with a sentence
     */
    List<Status> of(Candidate candidate, String commit) throws IOException;

    /**
     * One status.
     *
     * @param context its name, such as {@code ci/build}
     * @param description what the forge says of it; may be empty
     */
    record Status(String context, State state, String description) {}

    /** How a check stands; what a forge calls skipped or neutral is for who implements this to say. */
    enum State {
        SUCCESS,
        PENDING,
        FAILURE
    }
}
