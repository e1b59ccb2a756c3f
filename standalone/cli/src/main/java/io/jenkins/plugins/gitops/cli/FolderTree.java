package io.jenkins.plugins.gitops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** A folder on disk, read as if it were committed; {@code .git} is no part of it. */
final class FolderTree implements TreeReader {
    private static final ObjectInserter.Formatter GIT = new ObjectInserter.Formatter();

    private final Path root;

    FolderTree(Path root) {
        this.root = root;
    }

    @Override
    public Optional<String> id(String path) throws IOException {
        Path file = root.resolve(path);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(hash(Files.readAllBytes(file)));
        }
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        StringBuilder entries = new StringBuilder();
        for (TreeEntry entry : walk(path)) {
            entries.append(entry).append('\n');
        }
        return Optional.of(hash(entries.toString().getBytes(UTF_8)));
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Path file = root.resolve(path);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no file");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    @Override
    public List<TreeEntry> list(String folder) throws IOException {
        Path path = root.resolve(folder);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<TreeEntry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.sorted().toList()) {
                if (!file.endsWith(Constants.DOT_GIT)) {
                    entries.add(entry(file));
                }
            }
        }
        return entries;
    }

    @Override
    public List<TreeEntry> walk(String folder) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        for (TreeEntry entry : list(folder)) {
            if (entry.type() == TreeEntry.Type.FOLDER) {
                entries.addAll(walk(entry.path()));
            } else {
                entries.add(entry);
            }
        }
        return entries;
    }

    private TreeEntry entry(Path file) throws IOException {
        String path = root.relativize(file).toString().replace('\\', '/');
        if (Files.isSymbolicLink(file)) {
            return new TreeEntry(path, TreeEntry.Type.SYMLINK, ObjectId.zeroId().name());
        }
        if (Files.isDirectory(file)) {
            return new TreeEntry(path, TreeEntry.Type.FOLDER, id(path).orElseThrow());
        }
        return new TreeEntry(path, TreeEntry.Type.FILE, id(path).orElseThrow());
    }

    private static String hash(byte[] content) {
        return GIT.idFor(Constants.OBJ_BLOB, content).name();
    }
}
