package io.jenkins.plugins.gitops.steps;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.util.List;

/** Reads the test results that a build has recorded. An extension, since the plugin that records them is optional. */
interface BuildTests extends ExtensionPoint {

    /** Each result that was recorded so far. */
    List<Counts> of(Run<?, ?> build);
}
