package io.jenkins.plugins.gitops.steps;

import hudson.model.Run;
import hudson.tasks.test.AbstractTestResultAction;
import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.util.List;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** What the JUnit plugin has recorded, and plugins that build on it. */
@OptionalExtension(requirePlugins = "junit")
public final class JUnitTests implements BuildTests {
    @Override
    public List<Counts> of(Run<?, ?> build) {
        return build.getActions(AbstractTestResultAction.class).stream()
                .map(each -> new Counts(each.getTotalCount(), each.getFailCount(), each.getSkipCount()))
                .toList();
    }
}
