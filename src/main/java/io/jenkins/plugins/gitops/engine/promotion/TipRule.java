package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Something that must hold on the tip a promotion is made on; looked at again before each attempt. */
@FunctionalInterface
public interface TipRule {

    /**
     * Why the promotion is not made.
     *
     * @param verdict what it ends with
     * @param reason a sentence
     */
    record Objection(PromotionVerdict verdict, String reason) {}

    /**
     * What is against it; empty where nothing is.
     *
     * @throws IOException where that cannot be told, which ends the promotion
     */
    Optional<Objection> objection(TreeReader tip) throws IOException;

    /** The first objection of several rules. */
    static Optional<Objection> first(List<TipRule> rules, TreeReader tip) throws IOException {
        for (TipRule rule : rules) {
            Optional<Objection> objection = rule.objection(tip);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }
}
