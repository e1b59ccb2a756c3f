package io.jenkins.plugins.gitops.engine.forge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A head of a pull request as its host kept it. A host that does not tell which commit an approval was given to may tell
 * since when it has shown the head, by the same clock: what came later was given to that. What is missing or cannot be
 * read proves nothing.
 *
 * @param commit its id, as the host writes it; empty where it does not tell
 * @param since when the host began to show it; {@link Instant#MAX} where it does not tell
 */
record ShownHead(String commit, Instant since) {
    /** Nothing came after it. */
    static final ShownHead UNTOLD = new ShownHead("", Instant.MAX);

    static ShownHead of(String commit, Optional<Instant> since) {
        return new ShownHead(commit, since.orElse(Instant.MAX));
    }

    /**
     * The last of several, shown since it followed on another one.
     *
     * @param heads in their order; one may stand there several times in a row
     */
    static ShownHead last(List<ShownHead> heads) {
        ShownHead last = UNTOLD;
        for (ShownHead head : heads) {
            last = head.commit().equals(last.commit()) ? last : head;
        }
        return last;
    }

    /** The commit that something said at a time was given to; empty where that is not proved. */
    String at(Optional<Instant> said) {
        return said.filter(since::isBefore).map(time -> commit).orElse("");
    }
}
