package io.jenkins.plugins.gitops.approval;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.promotion.Approvable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A promotion of a build that waits for its gates, of which some ask for approvals. */
public interface WaitingPromotion {

    /** How it stands, of each application that it promotes. */
    List<State> states();

    /**
     * Takes what somebody says, after all is looked at anew: what would be promoted, and whom its gates ask.
     *
     * @return when it is kept; or, as its failure, an {@link java.io.IOException} with a sentence
     */
    CompletableFuture<Void> answer(Answer answer);

    /**
     * How the promotion of an application stands, as its gates were last asked.
     *
     * @param approvable what is approved
     * @param gates how they stand
     * @param since since when, by title
     * @param promoters who promotes, by user id
     */
    record State(Approvable approvable, Evaluation gates, Map<String, Instant> since, List<String> promoters) {

        public State {
            since = Map.copyOf(since);
            promoters = List.copyOf(promoters);
        }
    }
}
