package io.jenkins.plugins.gitops.engine.alert;

import java.time.Duration;

/** What became of one attempt to post a message. Its sentences tell nothing of the URL. */
sealed interface PostResult {

    /** It arrived. */
    record Accepted() implements PostResult {}

    /** It did not, and never will. */
    record Rejected(String why) implements PostResult {}

    /**
     * It did not, and may the next time.
     *
     * @param pause how long the receiver wants to be left alone; zero where it does not say
     */
    record Postponed(String why, Duration pause) implements PostResult {}
}
