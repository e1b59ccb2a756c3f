package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the commit that made a tree read as an edit wants it. The tip of a branch that already does may have been made
 * for something else, and then says nothing about the edit.
 */
final class EditOrigin {
    private static final int DEEPEST = 1_000;

    private final Mirror mirror;
    private final TreeEdit edit;

    EditOrigin(Mirror mirror, TreeEdit edit) {
        this.mirror = mirror;
        this.edit = edit;
    }

    /** The commit, following first parents from a tip whose tree the edit would not change. */
    String since(String tip) throws IOException {
        Reads reads = new Reads(mirror.tree(tip));
        edit.apply(reads);
        String commit = tip;
        for (int depth = 0; depth < DEEPEST; depth++) {
            CommitInfo info = mirror.commit(commit);
            if (info.parents().isEmpty()) {
                return commit;
            }
            String parent = info.parents().get(0);
            if (!reads.sameIn(mirror.tree(commit), mirror.tree(parent)) && changes(parent)) {
                return commit;
            }
            commit = parent;
        }
        return tip;
    }

    private boolean changes(String commit) throws IOException {
        try {
            return !edit.apply(mirror.tree(commit)).isEmpty();
        } catch (IOException e) {
            Optional<GitException> cause = GitException.behind(e);
            if (cause.isPresent() && !ProvedCommits.hasNoVersion(cause.get())) {
                throw e;
            }
            return true; // it does not fit
        }
    }

    /** A tree that remembers what was read of it. */
    private static final class Reads implements TreeReader {
        private final TreeReader tree;
        private final Set<String> paths = new TreeSet<>();

        Reads(TreeReader tree) {
            this.tree = tree;
        }

        boolean sameIn(TreeReader first, TreeReader second) throws IOException {
            for (String path : paths) {
                if (!Objects.equals(first.id(path), second.id(path))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Optional<String> id(String path) throws IOException {
            paths.add(path);
            return tree.id(path);
        }

        @Override
        public Optional<byte[]> read(String path) throws IOException {
            paths.add(path);
            return tree.read(path);
        }

        @Override
        public List<TreeEntry> list(String folder) throws IOException {
            paths.add(folder);
            return tree.list(folder);
        }

        @Override
        public List<TreeEntry> walk(String folder) throws IOException {
            paths.add(folder);
            return tree.walk(folder);
        }

        @Override
        public void prefetch(Collection<String> wanted) throws IOException {
            tree.prefetch(wanted);
        }
    }
}
