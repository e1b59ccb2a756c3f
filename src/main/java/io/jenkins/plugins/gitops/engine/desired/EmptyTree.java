package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.util.List;
import java.util.Optional;

/** The tree before the first commit. */
final class EmptyTree implements TreeReader {

    @Override
    public Optional<String> id(String path) {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.empty();
    }

    @Override
    public List<TreeEntry> list(String folder) {
        return List.of();
    }

    @Override
    public List<TreeEntry> walk(String folder) {
        return List.of();
    }
}
