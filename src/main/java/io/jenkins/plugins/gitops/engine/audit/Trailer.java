package io.jenkins.plugins.gitops.engine.audit;

import java.util.Arrays;
import java.util.Optional;

/** A line at the end of a commit's message that says something about a promotion, in the order they are written. */
public enum Trailer {
    /** The application promoted. */
    APPLICATION("Gitops-Application"),
    /** The environment it was promoted into. */
    ENVIRONMENT("Gitops-Environment"),
    /** What must not overtake each other, where no application and environment say so. */
    STREAM("Gitops-Stream"),
    /** The version, as the application counts. */
    VERSION("Gitops-Version"),
    /** Where it stands among those of its stream. */
    ORDER("Gitops-Order"),
    /** What it is where it is no promotion: {@code rollback}, {@code hold}, {@code release}, {@code quarantine}, {@code lease}. */
    ACTION("Gitops-Action"),
    /** The environment and commit the version was taken from: {@code staging@COMMIT}. */
    FROM("Gitops-From"),
    /** The commit that it undoes. */
    UNDOES("Gitops-Undoes"),
    /** Who asked for it. */
    ACTOR("Gitops-Actor"),
    /** Why. */
    REASON("Gitops-Reason"),
    /** The rules that were overridden: {@code order}, {@code quarantine}, {@code hold}, names of gates. */
    FORCED("Gitops-Forced"),
    /** The gates that were open, each with its reason. */
    GATES("Gitops-Gates"),
    /** The build that promoted it. */
    BUILD("Gitops-Build"),
    /** The promotion's own id, by which it is found again. */
    PROMOTION_ID("Gitops-Promotion-Id");

    private final String key;

    Trailer(String key) {
        this.key = key;
    }

    /** As it is written before the colon. */
    public String key() {
        return key;
    }

    static Optional<Trailer> of(String key) {
        return Arrays.stream(values())
                .filter(trailer -> trailer.key.equalsIgnoreCase(key))
                .findFirst();
    }
}
