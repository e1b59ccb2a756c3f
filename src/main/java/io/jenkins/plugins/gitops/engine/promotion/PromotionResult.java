package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.git.TreeChanges;
import java.io.IOException;
import java.util.List;

/**
 * What became of a promotion.
 *
 * @param verdict what became of it
 * @param repository the repository's URL, as it may be shown
 * @param branch the branch
 * @param commit the commit that holds it; null where none was made
 * @param tree the id of the resulting tree; null where there is none
 * @param parent the commit it was applied to; null where the branch is gone
 * @param files the paths that were written or deleted
 * @param attempts how often it was applied
 * @param reason a sentence
 * @param diff for a dry run the unified diff, without the values of Secrets; else null
 * @param gates how its gates stood when they were last asked; null where they were not: it has none, or ended before
 */
public record PromotionResult(
        PromotionVerdict verdict,
        String repository,
        String branch,
        @CheckForNull String commit,
        @CheckForNull String tree,
        @CheckForNull String parent,
        List<String> files,
        int attempts,
        String reason,
        @CheckForNull String diff,
        @CheckForNull Evaluation gates) {

    /** One whose gates were not asked. */
    PromotionResult(
            PromotionVerdict verdict,
            String repository,
            String branch,
            @CheckForNull String commit,
            @CheckForNull String tree,
            @CheckForNull String parent,
            List<String> files,
            int attempts,
            String reason,
            @CheckForNull String diff) {
        this(verdict, repository, branch, commit, tree, parent, files, attempts, reason, diff, null);
    }

    /** One that an earlier attempt got through. */
    static PromotionResult found(Mirror mirror, String branch, CommitInfo commit, int attempts) throws IOException {
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        return new PromotionResult(
                PromotionVerdict.PROMOTED,
                mirror.url().toString(),
                branch,
                commit.id(),
                commit.tree(),
                parent,
                parent == null
                        ? List.of()
                        : List.copyOf(TreeChanges.between(mirror.tree(parent), mirror.tree(commit.id()))),
                attempts,
                "Promoted by an earlier attempt, found on the branch.",
                null);
    }

    /** One by tag that an earlier attempt got through. */
    static PromotionResult found(Mirror mirror, TagInfo tag) throws IOException {
        return new PromotionResult(
                PromotionVerdict.PROMOTED,
                mirror.url().toString(),
                tag.name(),
                tag.commit(),
                mirror.commit(tag.commit()).tree(),
                null,
                List.of(),
                0,
                TagRule.foundEarlier(tag.name()),
                null);
    }

    /** The same, after its gates were asked: GATED where one of them is not open. */
    PromotionResult after(Evaluation asked) {
        return with(
                asked.isOpen() ? verdict : PromotionVerdict.GATED,
                tree,
                files,
                asked.isOpen() ? reason : asked.summary(),
                diff,
                asked);
    }

    /** What a look told, as a promotion ends that has come no further. */
    PromotionResult ended() {
        boolean unchanged = verdict == PromotionVerdict.UNCHANGED;
        return with(verdict, unchanged ? tree : null, List.of(), reason, null, gates);
    }

    private PromotionResult with(
            PromotionVerdict otherVerdict,
            @CheckForNull String otherTree,
            List<String> otherFiles,
            String otherReason,
            @CheckForNull String otherDiff,
            @CheckForNull Evaluation asked) {
        return new PromotionResult(
                otherVerdict,
                repository,
                branch,
                commit,
                otherTree,
                parent,
                otherFiles,
                attempts,
                otherReason,
                otherDiff,
                asked);
    }

    /** Whether a gate that is not open is what held it up. */
    public boolean isHeldByGates() {
        return gates != null && !gates.isOpen();
    }

    /**
     * The commit to wait for: the one made, or the one that made the branch read as wanted; null where there is neither.
     *
     * @throws IOException where the history cannot be read
     */
    @CheckForNull
    public String revision(Mirror mirror, PromotionRequest request) throws IOException {
        return commit != null || verdict != PromotionVerdict.UNCHANGED || parent == null
                ? commit
                : new EditOrigin(mirror, request.ungated().edit()).since(parent);
    }

    /** The same after a promotion by tag: the tagged commit; null where the environment does not stand at it. */
    @CheckForNull
    public String tagged() {
        return commit == null && verdict == PromotionVerdict.UNCHANGED ? parent : commit;
    }
}
