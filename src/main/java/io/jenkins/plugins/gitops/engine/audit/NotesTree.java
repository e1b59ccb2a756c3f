package io.jenkins.plugins.gitops.engine.audit;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where notes stand in their tree: at the id of their commit, its first digits two by two as folders. Git chooses how
 * many by the number of notes, and reads any; new notes of ours have one.
 */
final class NotesTree {
    private static final int FOLDER = 2;

    private NotesTree() {}

    /** Where a commit's first note is written to. */
    static String path(String commit) {
        return commit.substring(0, FOLDER) + "/" + commit.substring(FOLDER);
    }

    /** Everywhere that a tree has a note of a commit, usually one place or none. */
    static List<String> paths(TreeReader tree, String commit) throws IOException {
        List<String> paths = new ArrayList<>();
        String folders = "";
        String rest = commit;
        while (true) {
            if (tree.id(folders + rest).isPresent()) {
                paths.add(folders + rest);
            }
            String folder = folders + rest.substring(0, FOLDER);
            if (rest.length() <= FOLDER || tree.id(folder).isEmpty()) {
                return paths;
            }
            folders = folder + "/";
            rest = rest.substring(FOLDER);
        }
    }

    /** The commit whose note stands at a path; empty where it is none's. */
    static Optional<String> commit(String path) {
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            if (segments[i].length() != FOLDER) {
                return Optional.empty();
            }
        }
        return Optional.of(String.join("", segments)).filter(NoteRecord::isCommit);
    }
}
