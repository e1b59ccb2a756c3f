package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Writes changes into a tree. Only the folders on the way to a changed file are read and written. */
final class TreeRewrite {
    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final long fileBytes;

    TreeRewrite(ObjectReader reader, ObjectInserter inserter, long fileBytes) {
        this.reader = reader;
        this.inserter = inserter;
        this.fileBytes = fileBytes;
    }

    /** The id of the tree with the changes; the same one where they change nothing. Null is the empty tree. */
    ObjectId apply(@CheckForNull ObjectId root, List<FileChange> changes) throws IOException {
        Folder changed = new Folder();
        for (FileChange change : changes) {
            byte[] content = change.content();
            if (content != null && content.length > fileBytes) {
                throw tooLarge(change.path(), content.length, fileBytes);
            }
            changed.add(RepositoryPath.check(change.path()), change);
        }
        ObjectId rewritten = rewrite(root, "", changed);
        return rewritten == null ? inserter.insert(new TreeFormatter()) : rewritten;
    }

    static GitException tooLarge(String path, long bytes, long limit) {
        return new GitException(
                Reason.REFUSED,
                "\"" + RepositoryPath.printable(path) + "\" has " + bytes + " bytes; the limit is " + limit);
    }

    /** The changes below one folder, by the first segment of their paths. */
    private static final class Folder {
        private final Map<String, FileChange> files = new TreeMap<>();
        private final Map<String, Folder> folders = new TreeMap<>();

        void add(String path, FileChange change) throws GitException {
            int slash = path.indexOf('/');
            String name = slash < 0 ? path : path.substring(0, slash);
            if (name.isEmpty()) {
                throw new GitException(Reason.REFUSED, "A change needs the path of a file");
            }
            if (slash < 0 ? folders.containsKey(name) : files.containsKey(name)) {
                throw clash(change.path());
            }
            if (slash < 0) {
                files.put(name, change);
            } else {
                folders.computeIfAbsent(name, n -> new Folder()).add(path.substring(slash + 1), change);
            }
        }
    }

    private record Entry(byte[] name, FileMode mode, ObjectId id) {}

    @CheckForNull
    private ObjectId rewrite(@CheckForNull ObjectId tree, String prefix, Folder changes) throws IOException {
        // by name and a slash behind a folder's, which is the order Git keeps
        TreeMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
        Map<String, FileChange> files = new TreeMap<>(changes.files);
        Map<String, Folder> folders = new TreeMap<>(changes.folders);
        if (tree != null) {
            for (CanonicalTreeParser old = new CanonicalTreeParser(null, reader, tree); !old.eof(); old.next()) {
                String name = old.getEntryPathString();
                FileMode mode = old.getEntryFileMode();
                ObjectId id = old.getEntryObjectId();
                if (files.containsKey(name)) {
                    FileChange change = files.remove(name);
                    MirrorTree.checkFile(change.path(), mode);
                    put(entries, name, mode, write(change));
                } else if (folders.containsKey(name)) {
                    if (!FileMode.TREE.equals(mode)) {
                        throw clash(prefix + name);
                    }
                    put(entries, name, mode, rewrite(id, prefix + name + "/", folders.remove(name)));
                } else {
                    byte[] raw = new byte[old.getNameLength()];
                    old.getName(raw, 0);
                    put(entries, raw, mode, id);
                }
            }
        }
        for (Map.Entry<String, FileChange> file : files.entrySet()) {
            put(entries, file.getKey(), FileMode.REGULAR_FILE, write(file.getValue()));
        }
        for (Map.Entry<String, Folder> folder : folders.entrySet()) {
            ObjectId id = rewrite(null, prefix + folder.getKey() + "/", folder.getValue());
            put(entries, folder.getKey(), FileMode.TREE, id);
        }
        return entries.isEmpty() ? null : insert(entries);
    }

    private ObjectId insert(TreeMap<byte[], Entry> entries) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        for (Entry entry : entries.values()) {
            tree.append(entry.name(), entry.mode(), entry.id());
        }
        return inserter.insert(tree);
    }

    @CheckForNull
    private ObjectId write(FileChange change) throws IOException {
        byte[] content = change.content();
        return content == null ? null : inserter.insert(Constants.OBJ_BLOB, content);
    }

    private static void put(Map<byte[], Entry> entries, String name, FileMode mode, @CheckForNull ObjectId id) {
        put(entries, name.getBytes(StandardCharsets.UTF_8), mode, id);
    }

    private static void put(Map<byte[], Entry> entries, byte[] name, FileMode mode, @CheckForNull ObjectId id) {
        if (id == null) {
            return;
        }
        byte[] key = name;
        if (FileMode.TREE.equals(mode)) {
            key = Arrays.copyOf(name, name.length + 1);
            key[name.length] = '/';
        }
        entries.put(key, new Entry(name, mode, id));
    }

    private static GitException clash(String path) {
        return new GitException(
                Reason.REFUSED,
                "\"" + RepositoryPath.printable(path) + "\" cannot be both a file and a folder, or is a link");
    }
}
