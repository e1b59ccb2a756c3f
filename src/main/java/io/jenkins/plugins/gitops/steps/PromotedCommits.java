package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The commits that a build promoted, the last of each environment, so that a wait knows what to wait for. */
final class PromotedCommits extends InvisibleAction {
    private final TreeMap<String, String> commits = new TreeMap<>();

    /** Remembers a promotion of every application of a step. */
    static void remember(Run<?, ?> build, GitOpsPromoteStep step, String commit) throws IOException {
        for (String application : PromotionPlan.applications(step)) {
            remember(build, step, application, commit);
        }
    }

    static void remember(Run<?, ?> build, GitOpsStep step, String application, String commit) throws IOException {
        synchronized (build) {
            PromotedCommits promoted = build.getAction(PromotedCommits.class);
            if (promoted == null) {
                promoted = new PromotedCommits();
                build.addAction(promoted);
            }
            promoted.put(environment(step, application), commit);
            build.save();
        }
    }

    /** The commit that the build last promoted into the environment of a step; null where it did not. */
    @CheckForNull
    static String last(Run<?, ?> build, GitOpsStep step) {
        PromotedCommits promoted = build.getAction(PromotedCommits.class);
        return promoted == null ? null : promoted.get(environment(step, step.getApplication()));
    }

    private synchronized void put(String environment, String commit) {
        commits.put(environment, commit);
    }

    @CheckForNull
    private synchronized String get(String environment) {
        Map<String, String> known = commits;
        return known.get(environment);
    }

    private static String environment(GitOpsStep step, String application) {
        return step.getRepository() + "\n" + application + "\n" + step.environmentName();
    }
}
