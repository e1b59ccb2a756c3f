package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tests of the build that promotes must have passed. */
final class TestsGate implements Evaluator {
    private final Gate.Tests gate;
    private final TestResults tests;

    TestsGate(Gate.Tests gate, TestResults tests) {
        this.gate = gate;
        this.tests = tests;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        Optional<Counts> results = tests.of(candidate);
        if (results.isEmpty()) {
            return Decision.closed("The build has recorded no test results");
        }
        Counts counts = results.get();
        int ran = counts.total() - counts.skipped();
        List<String> wrong = new ArrayList<>();
        if (counts.failed() > gate.failed()) {
            wrong.add(counts.failed() + " failed, allowed are " + gate.failed());
        }
        if (gate.skipped().isPresent() && counts.skipped() > gate.skipped().getAsInt()) {
            wrong.add(counts.skipped() + " were left out, allowed are "
                    + gate.skipped().getAsInt());
        }
        if (ran < gate.least()) {
            wrong.add(ran + " ran, asked for are at least " + gate.least());
        }
        return wrong.isEmpty()
                ? Decision.open(tests(ran) + " ran, " + counts.failed() + " failed")
                : Decision.closed("Of the build's " + tests(counts.total()) + " " + String.join("; ", wrong));
    }

    private static String tests(int number) {
        return number + (number == 1 ? " test" : " tests");
    }
}
