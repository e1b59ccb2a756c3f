package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The hold of an environment: a file on the ref that the environment stands on, so that a promotion's compare-and-swap
 * covers it and no promotion slips in beside it.
 *
 * @param application the application's name
 * @param environment the environment's name
 */
record Holds(String application, String environment) {

    String file() {
        return ".gitops/" + application + "/" + environment + ".yaml";
    }

    /** The hold on a tree, ended ones too. */
    Optional<Restriction> on(TreeReader tree) throws IOException {
        Optional<byte[]> bytes = tree.read(file());
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(Restriction.read(file(), bytes.get(), Restriction.Kind.HOLD));
    }

    /** Lets nothing be promoted while a hold is active. */
    TipRule rule(Clock clock) {
        return tip -> on(tip).filter(hold -> hold.isActive(clock.instant()))
                .map(hold -> new TipRule.Objection(
                        PromotionVerdict.GATED,
                        environment + " of " + application + " is held at " + hold.version() + " " + hold.sentence()
                                + ". Release it, or force the promotion with a reason"));
    }

    TreeEdit place(Restriction hold) {
        return tree -> List.of(FileChange.write(file(), hold.toYaml(file())));
    }

    /** Takes the hold away, where there is one. */
    TreeEdit release() {
        return tree -> tree.read(file()).isPresent() ? List.of(FileChange.delete(file())) : List.of();
    }
}
