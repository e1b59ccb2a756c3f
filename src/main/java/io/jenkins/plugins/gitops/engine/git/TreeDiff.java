package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.List;

/**
 * What differs between two trees.
 *
 * @param files all paths, in order
 * @param diff as {@link UnifiedDiff}, of the first 500 files; what is not read, as links, submodules and files over the
 *     size limit, is left out
 */
public record TreeDiff(List<String> files, String diff) {

    private static final int MOST_FILES = 500;

    public TreeDiff {
        files = List.copyOf(files);
    }

    /** The difference of two trees; of very many files the first are shown. */
    public static TreeDiff between(TreeReader before, TreeReader after) throws IOException {
        List<String> files = List.copyOf(TreeChanges.between(before, after));
        List<String> shown = files.subList(0, Math.min(files.size(), MOST_FILES));
        before.prefetch(shown);
        after.prefetch(shown);
        StringBuilder diff = new StringBuilder();
        for (String path : shown) {
            diff.append(shown(before, after, path));
        }
        return new TreeDiff(files, diff.toString());
    }

    private static String shown(TreeReader before, TreeReader after, String path) throws IOException {
        try {
            return UnifiedDiff.of(
                    before, List.of(new FileChange(path, after.read(path).orElse(null))));
        } catch (GitException e) {
            if (e.reason() != GitException.Reason.REFUSED) {
                throw e;
            }
            return "";
        }
    }
}
