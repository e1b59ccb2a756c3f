package io.jenkins.plugins.gitops.engine.git;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Words that were found in the files of a repository, by the ids of their blobs: what is in a blob never changes. Begun
 * anew where it grows too large.
 */
public final class BlobIndex {
    private static final int MOST = 250_000;

    private final Map<String, Set<String>> words = new ConcurrentHashMap<>();

    /** What was found in a blob; empty where nobody looked. */
    public Optional<Set<String>> words(String blob) {
        return Optional.ofNullable(words.get(blob));
    }

    /** Notes what was found in a blob. */
    public void add(String blob, Set<String> found) {
        if (words.size() >= MOST) {
            words.clear();
        }
        words.put(blob, Set.copyOf(found));
    }
}
