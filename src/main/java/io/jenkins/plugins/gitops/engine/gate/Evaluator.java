package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Instant;

/** Decides one gate. */
@FunctionalInterface
interface Evaluator {

    /** @throws IOException where something cannot be asked, with a sentence; the gate is then UNKNOWN */
    Decision decide(Candidate candidate, Instant now) throws IOException;
}
