package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.util.Optional;

/** Lets nothing through that was to come from an environment where nothing was proved. */
record NothingProved(String application, String environment) implements TipRule {

    @Override
    public Optional<Objection> objection(TreeReader tip) {
        return Optional.of(new Objection(
                PromotionVerdict.GATED,
                "No version of " + application + " was proved live in " + environment
                        + " yet; wait for one there first"));
    }
}
