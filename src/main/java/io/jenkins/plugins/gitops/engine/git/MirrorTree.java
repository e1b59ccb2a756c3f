package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The tree of one commit. A blob that is missing is fetched together with what was listed beside it, since whoever
 * walks a folder reads it.
 */
final class MirrorTree implements TreeReader {
    private final Mirror mirror;
    private final ObjectId commit;
    private final ObjectId root;
    private final GitLimits limits;
    private final Map<String, List<ObjectId>> walked = new ConcurrentHashMap<>();

    MirrorTree(Mirror mirror, ObjectId commit, ObjectId root, GitLimits limits) {
        this.mirror = mirror;
        this.commit = commit;
        this.root = root;
        this.limits = limits;
    }

    ObjectId root() {
        return root;
    }

    private record Found(FileMode mode, ObjectId id) {}

    @Override
    public Optional<String> id(String path) throws IOException {
        return find(path).map(found -> found.id().name());
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Optional<Found> found = find(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        checkFile(path, found.get().mode());
        return Optional.of(mirror.blob(found.get().id(), () -> beside(path), limits.fileBytes(), path));
    }

    @Override
    public void prefetch(Collection<String> paths) throws IOException {
        Set<ObjectId> ids = new LinkedHashSet<>();
        for (String path : paths) {
            try {
                find(path).filter(found -> isFile(found.mode())).ifPresent(found -> ids.add(found.id()));
            } catch (GitException e) {
                if (e.reason() != GitException.Reason.REFUSED) {
                    throw e;
                }
                // who reads it is told
            }
        }
        mirror.bring(ids);
    }

    @Override
    public List<TreeEntry> list(String folder) throws IOException {
        List<TreeEntry> entries = entries(folder, false);
        walked.put(folder, blobs(entries));
        return entries;
    }

    @Override
    public List<TreeEntry> walk(String folder) throws IOException {
        List<TreeEntry> entries = entries(folder, true);
        walked.put(folder, blobs(entries));
        return entries;
    }

    private List<TreeEntry> entries(String folder, boolean recursive) throws IOException {
        Optional<Found> found = find(folder);
        if (found.isEmpty() || !FileMode.TREE.equals(found.get().mode())) {
            return List.of();
        }
        return mirror.reading(commit, repository -> {
            List<TreeEntry> entries = new ArrayList<>();
            try (ObjectReader reader = repository.newObjectReader()) {
                collect(reader, found.get().id(), folder.isEmpty() ? "" : folder + "/", recursive, entries);
            }
            return List.copyOf(entries);
        });
    }

    private void collect(ObjectReader reader, ObjectId tree, String prefix, boolean recursive, List<TreeEntry> entries)
            throws IOException {
        for (CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree); !parser.eof(); parser.next()) {
            String name = parser.getEntryPathString();
            String path = prefix + name;
            RepositoryPath.checkName(name, path);
            RepositoryPath.checkLength(path);
            FileMode mode = parser.getEntryFileMode();
            if (recursive && FileMode.TREE.equals(mode)) {
                collect(reader, parser.getEntryObjectId(), path + "/", true, entries);
                continue;
            }
            if (entries.size() == limits.entries()) {
                throw new GitException(
                        Reason.REFUSED, "There are more than " + limits.entries() + " files below \"" + prefix + "\"");
            }
            entries.add(
                    new TreeEntry(path, type(mode), parser.getEntryObjectId().name()));
        }
    }

    private static TreeEntry.Type type(FileMode mode) {
        return switch (mode.getObjectType()) {
            case org.eclipse.jgit.lib.Constants.OBJ_TREE -> TreeEntry.Type.FOLDER;
            case org.eclipse.jgit.lib.Constants.OBJ_COMMIT -> TreeEntry.Type.SUBMODULE;
            default ->
                FileMode.SYMLINK.equals(mode)
                        ? TreeEntry.Type.SYMLINK
                        : FileMode.EXECUTABLE_FILE.equals(mode) ? TreeEntry.Type.EXECUTABLE : TreeEntry.Type.FILE;
        };
    }

    private static List<ObjectId> blobs(List<TreeEntry> entries) {
        return entries.stream()
                .filter(e -> e.type() == TreeEntry.Type.FILE || e.type() == TreeEntry.Type.EXECUTABLE)
                .map(e -> ObjectId.fromString(e.id()))
                .toList();
    }

    private Collection<ObjectId> beside(String path) {
        Set<ObjectId> beside = new LinkedHashSet<>();
        walked.forEach((folder, blobs) -> {
            if (folder.isEmpty() || path.startsWith(folder + "/")) {
                beside.addAll(blobs);
            }
        });
        return beside;
    }

    private Optional<Found> find(String path) throws IOException {
        RepositoryPath.check(path);
        if (path.isEmpty()) {
            return Optional.of(new Found(FileMode.TREE, root));
        }
        return mirror.reading(commit, repository -> {
            try (ObjectReader reader = repository.newObjectReader()) {
                Found found = find(reader, path);
                if (found == null) {
                    checkParents(reader, path);
                }
                return Optional.ofNullable(found);
            }
        });
    }

    @CheckForNull
    private Found find(ObjectReader reader, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
            return walk == null ? null : new Found(walk.getFileMode(0), walk.getObjectId(0));
        }
    }

    /** Nothing is found below a link, which must not look like nothing being there. */
    private void checkParents(ObjectReader reader, String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Found found = find(reader, parent);
            if (found != null && !FileMode.TREE.equals(found.mode()) && !isFile(found.mode())) {
                checkFile(parent, found.mode());
            }
        }
    }

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    static void checkFile(String path, FileMode mode) throws GitException {
        if (!isFile(mode)) {
            String kind =
                    switch (type(mode)) {
                        case FOLDER -> "a folder, not a file";
                        case SYMLINK -> "a symbolic link; links are not followed";
                        default -> "a submodule; submodules are not looked into";
                    };
            throw new GitException(Reason.REFUSED, "\"" + RepositoryPath.printable(path) + "\" is " + kind);
        }
    }
}
