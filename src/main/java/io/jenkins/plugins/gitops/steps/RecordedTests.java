package io.jenkins.plugins.gitops.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.TestResults;
import java.util.List;
import java.util.Optional;

/**
 * The tests of a build: all that it has recorded, taken together, so that none that failed stands behind another.
 *
 * @param readers none where no plugin that records tests is installed
 */
record RecordedTests(Run<?, ?> build, List<BuildTests> readers) implements TestResults {
    RecordedTests {
        readers = List.copyOf(readers);
    }

    @Override
    public Optional<Counts> of(Candidate candidate) throws AbortException {
        if (readers.isEmpty()) {
            throw new AbortException(Messages.RecordedTests_noPlugin());
        }
        return readers.stream()
                .flatMap(reader -> reader.of(build).stream())
                .reduce((one, other) -> new Counts(
                        one.total() + other.total(), one.failed() + other.failed(), one.skipped() + other.skipped()));
    }
}
