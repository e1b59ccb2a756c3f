package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is proved of versions in environments, as the verdicts in Git say. */
@FunctionalInterface
public interface ProvedVersions {

    /**
     * When exactly the candidate's version was live and healthy in an environment.
     *
     * @param environment one of the candidate's application
     * @throws IOException where nobody can tell, with a sentence
     */
    Proof of(Candidate candidate, String environment) throws IOException;

    /**
     * What is proved.
     *
     * @param occupancies every time, in any order
     * @param now what the environment is at now, as a sentence without its end; empty where there is nothing to say
     */
    record Proof(List<Occupancy> occupancies, String now) {

        public Proof {
            occupancies = List.copyOf(occupancies);
        }
    }

    /**
     * A time without a break in which a version was live and healthy.
     *
     * @param since when it was first proved
     * @param until when it was replaced, or no longer healthy; empty: it is to this moment
     */
    record Occupancy(Instant since, Optional<Instant> until) {}
}
