package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeChanges;
import java.io.IOException;
import java.util.List;

/** What is told of a promotion by pull request once it is over. */
final class PullRequestReport {
    private final Mirror mirror;
    private final PromotionRequest promotion;
    private int pushes;

    @CheckForNull
    private Evaluation gates;

    PullRequestReport(Mirror mirror, PromotionRequest promotion) {
        this.mirror = mirror;
        this.promotion = promotion;
    }

    void pushes() {
        pushes++;
    }

    /** How its gates stand now; null where they were not asked. */
    void gates(@CheckForNull Evaluation evaluation) {
        gates = evaluation;
    }

    static String shown(PullRequest pullRequest) {
        return "Pull request " + pullRequest.number() + " (" + pullRequest.url() + ")";
    }

    /**
     * It ended.
     *
     * @param commit what brought or brings the change; null where there is no such commit
     * @param seen the pull request as last seen; null where there is none
     */
    PullRequestLook.Done done(
            PromotionVerdict verdict, @CheckForNull String commit, @CheckForNull PullRequest seen, String reason)
            throws IOException {
        if (commit == null) {
            return done(verdict, null, null, null, List.of(), seen, reason);
        }
        CommitInfo made = mirror.commit(commit);
        String parent = made.parents().isEmpty() ? null : made.parents().get(0);
        List<String> files =
                parent == null ? List.of() : List.copyOf(TreeChanges.between(mirror.tree(parent), mirror.tree(commit)));
        return done(verdict, commit, made.tree(), parent, files, seen, reason);
    }

    /** There was nothing to do. */
    PullRequestLook.Done unchanged(String tip) throws IOException {
        return done(
                PromotionVerdict.UNCHANGED,
                null,
                mirror.commit(tip).tree(),
                tip,
                List.of(),
                null,
                "The branch already reads so.");
    }

    private PullRequestLook.Done done(
            PromotionVerdict verdict,
            @CheckForNull String commit,
            @CheckForNull String tree,
            @CheckForNull String parent,
            List<String> files,
            @CheckForNull PullRequest seen,
            String reason) {
        return new PullRequestLook.Done(new PullRequestResult(
                new PromotionResult(
                        verdict,
                        mirror.url().toString(),
                        promotion.branch(),
                        commit,
                        tree,
                        parent,
                        files,
                        pushes,
                        reason,
                        null,
                        gates),
                seen));
    }
}
