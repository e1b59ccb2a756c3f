package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Whether environments run what Git says. */
@FunctionalInterface
public interface DriftReadings {

    /**
     * The last reading of an environment; made now where there is none.
     *
     * @param environment one of the candidate's application
     * @throws IOException where not everything can be seen, with a sentence
     */
    Reading of(Candidate candidate, String environment) throws IOException;

    /**
     * A look at an environment.
     *
     * @param differences what differs, one text an object; empty where nothing does
     * @param at when it was looked at
     */
    record Reading(List<String> differences, Instant at) {

        public Reading {
            differences = List.copyOf(differences);
        }
    }
}
