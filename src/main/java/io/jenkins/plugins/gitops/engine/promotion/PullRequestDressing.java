package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gives a pull request its labels and reviewers. What the host does not take fails nothing: it is told. */
final class PullRequestDressing {
    private static final Set<Reason> TOLD =
            EnumSet.of(Reason.REFUSED, Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.UNSUPPORTED);

    private final Forge forge;
    private final PullRequestPolicy policy;
    private final StringBuilder notes = new StringBuilder();

    PullRequestDressing(Forge forge, PullRequestPolicy policy) {
        this.forge = forge;
        this.policy = policy;
    }

    /** Something asked of the host. */
    private interface Wish {
        void ask() throws ForgeException;
    }

    void put(long number) throws ForgeException {
        if (!policy.labels().isEmpty()) {
            tell(() -> forge.label(number, new LinkedHashSet<>(policy.labels())));
        }
        if (!policy.reviewers().isEmpty()) {
            tell(() -> forge.requestReviews(number, new LinkedHashSet<>(policy.reviewers())));
        }
    }

    private void tell(Wish wish) throws ForgeException {
        try {
            wish.ask();
        } catch (ForgeException e) {
            if (!TOLD.contains(e.reason())) {
                throw e;
            }
            notes.append(' ').append(e.getMessage()).append('.');
        }
    }

    /** What was not taken, as sentences, each behind a space. */
    String notes() {
        return notes.toString();
    }
}
