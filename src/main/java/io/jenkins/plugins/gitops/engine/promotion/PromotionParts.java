package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A promotion on a tree, application by application: each part stands on what those before it leave. Gates are asked
 * about the parts that change something; about the others there is nothing to ask.
 */
final class PromotionParts {
    private final PromotionRequest request;
    private final List<Part> parts = new ArrayList<>();
    private final TreeReader after;

    PromotionParts(PromotionRequest request, TreeReader tree) throws IOException {
        this.request = request;
        List<FileChange> whole = new ArrayList<>();
        for (TreeEdit edit : request.parts()) {
            TreeReader before = tree.with(whole);
            List<FileChange> changes = GatedEdit.without(edit).apply(before);
            parts.add(new Part(edit, before, changes));
            whole.addAll(changes);
        }
        this.after = tree.with(whole);
    }

    private record Part(TreeEdit edit, TreeReader before, List<FileChange> changes) {
        boolean isAsked() {
            return edit instanceof GatedEdit && !changes.isEmpty();
        }
    }

    /** Those that gates are asked about, each with its files as they end: a later part may change them too. */
    List<GatedPart> gated() throws IOException {
        List<GatedPart> gated = new ArrayList<>();
        for (Part part : parts) {
            if (part.isAsked()) {
                List<FileChange> ends = new ArrayList<>();
                for (FileChange change : part.changes()) {
                    ends.add(new FileChange(
                            change.path(), after.read(change.path()).orElse(null)));
                }
                gated.add(new GatedPart(((GatedEdit) part.edit()).proposed(), ends, after));
            }
        }
        return gated;
    }

    /** The promotion, let through onto the tree by what its gates said. */
    PromotionRequest passed(Evaluation evaluation) throws IOException {
        List<TreeEdit> passed = new ArrayList<>();
        for (Part part : parts) {
            passed.add(
                    part.isAsked() && part.edit() instanceof GatedEdit gated
                            ? gated.passedOn(part.before())
                            : part.edit());
        }
        return request.withParts(passed, request.saying(evaluation));
    }
}
