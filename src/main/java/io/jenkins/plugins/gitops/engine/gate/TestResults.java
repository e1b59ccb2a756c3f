package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.util.Optional;

/** The test results of the build that promotes. */
@FunctionalInterface
public interface TestResults {

    /**
     * What its tests came to so far.
     *
     * @return empty where none were recorded
     * @throws IOException where nobody can tell, with a sentence
     */
    Optional<Counts> of(Candidate candidate) throws IOException;

    /**
     * Numbers of tests.
     *
     * @param total all, with those that failed and those that were left out
     */
    record Counts(int total, int failed, int skipped) {}
}
