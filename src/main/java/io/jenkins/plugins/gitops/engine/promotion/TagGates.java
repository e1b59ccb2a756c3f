package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeChanges;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets no promotion by tag through whose gates were not asked: who asks them takes the rule away. What is tagged is a
 * commit, so nothing of it changes after they were asked.
 */
record TagGates(Proposed proposed) implements TipRule {

    @Override
    public Optional<Objection> objection(TreeReader tagged) {
        return Optional.of(new Objection(
                PromotionVerdict.GATED,
                "The gates of " + proposed.application().name() + " "
                        + proposed.environment().name() + " were not asked; nothing was written"));
    }

    /** What its gates are asked about: the tagged tree as it is. */
    GatedPart part(TreeReader tagged) {
        return new GatedPart(proposed, List.of(), tagged);
    }

    /** A tag has no pull request; where one is asked for, it is told by the name that it would have. */
    String head() {
        return PullRequestPlan.head(
                List.of(proposed.application().name()), proposed.environment().name());
    }

    static Optional<TagGates> of(TagPromotionRequest request) {
        return request.rules().stream()
                .filter(TagGates.class::isInstance)
                .map(TagGates.class::cast)
                .findFirst();
    }

    /** What would have to change in a tree for an environment to be as it is tagged. */
    static List<FileChange> differing(TreeReader tree, TreeReader tagged, Environment environment) throws IOException {
        String folder = environment.target().manifests();
        List<FileChange> changes = new ArrayList<>();
        for (String path : TreeChanges.between(tree, tagged)) {
            if ((folder.isEmpty() || path.startsWith(folder + "/")) && !path.startsWith(".gitops/")) {
                changes.add(new FileChange(path, tagged.read(path).orElse(null)));
            }
        }
        return changes;
    }
}
