package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds of jobs. */
@FunctionalInterface
public interface JobResults {

    /**
     * The recent builds of a job, the newest first; as many as is reasonable.
     *
     * @param job its full name
     * @throws IOException where there is no such job, or who promotes may not see it, with a sentence
     */
    List<Run> of(Candidate candidate, String job) throws IOException;

    /**
     * A build.
     *
     * @param name as people know it, such as {@code smoke-test #17}
     * @param parameters what it was started with
     * @param finished when it ended; empty while it runs
     */
    record Run(String name, Map<String, String> parameters, Result result, Optional<Instant> finished) {

        public Run {
            parameters = Map.copyOf(parameters);
        }
    }

    /** What became of a build. */
    enum Result {
        RUNNING,
        SUCCESS,
        UNSTABLE,
        FAILURE
    }
}
