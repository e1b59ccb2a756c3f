package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentDiff;
import java.io.IOException;
import java.io.PrintStream;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A comparison under way. It changes nothing, so after a restart it is simply made again. */
final class DiffExecution extends GitOpsExecution<GitOpsDiffStep> {
    private static final long serialVersionUID = 1L;

    /** More than a person reads in a log; the result has them all. */
    private static final int FIELDS_SHOWN = 200;

    DiffExecution(GitOpsDiffStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void begin() {
        inBackground(this::compare);
    }

    private void compare() throws IOException, InterruptedException {
        EnvironmentDiff diff;
        try (EnvironmentSite site = EnvironmentSite.open(step(), build(), listener())) {
            diff = site.live().diff(step().getRevision());
        }
        if (hasEnded()) {
            return;
        }
        tell(diff, listener().getLogger());
        if (step().isFailOnDrift() && diff.verdict() != Verdict.SYNCED) {
            throw new AbortException(step().getApplication() + " " + step().getEnvironment() + " is " + diff.verdict()
                    + " with commit " + diff.revision());
        }
        succeed(StepResults.of(diff));
    }

    private void tell(EnvironmentDiff diff, PrintStream log) {
        long different = diff.comparison().resources().stream()
                .filter(resource -> resource.change() != Change.NONE)
                .count();
        log.println(step().getApplication() + " " + step().getEnvironment() + " is " + diff.verdict() + " with commit "
                + diff.revision() + ": " + different + " of "
                + diff.comparison().resources().size() + " objects differ");
        diff.unknown().forEach(why -> log.println("  not seen: " + why));
        int left = FIELDS_SHOWN;
        for (ResourceDiff resource : diff.comparison().resources()) {
            if (resource.change() == Change.NONE) {
                continue;
            }
            log.println("  " + resource.change() + " " + resource.key());
            for (FieldDiff field : resource.fields()) {
                if (left-- <= 0) {
                    log.println("    and more; the result of the step has everything");
                    return;
                }
                log.println("    " + field.path() + ": " + field.desired() + " in Git, " + field.live() + " live"
                        + by(field.manager()));
            }
        }
    }

    private static String by(@CheckForNull String manager) {
        return manager == null ? "" : " by " + manager;
    }

    @Override
    public String getStatus() {
        return "comparing " + step().getApplication() + " " + step().getEnvironment() + " with Git";
    }
}
