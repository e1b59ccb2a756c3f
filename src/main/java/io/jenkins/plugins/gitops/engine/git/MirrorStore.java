package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The folder of one mirror: Git objects, and beside them what helps to fetch less. Nothing in it matters: whatever is
 * missing or broken is fetched again. A commit that is here is here with its whole history and all its trees; only
 * blobs may be missing.
 */
final class MirrorStore {
    private static final Logger LOGGER = Logger.getLogger(MirrorStore.class.getName());
    private static final int MOST_TIPS = 256;

    /** Where the JDK throws a bare IOException for a file, as for a full disk. */
    private static final Set<String> FILE_ACCESS = Set.of(
            "java.io.FileOutputStream",
            "java.io.FileInputStream",
            "java.io.RandomAccessFile",
            "java.io.UnixFileSystem",
            "java.io.WinNTFileSystem",
            "sun.nio.ch.FileDispatcherImpl");

    private final Path folder;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Map<String, ObjectId> tips = new LinkedHashMap<>(16, 0.75f, true);

    private final BlobIndex index = new BlobIndex();

    private final AtomicInteger pieces = new AtomicInteger();

    private volatile MirrorRepository repository;

    private MirrorStore(Path folder, MirrorRepository repository) {
        this.folder = folder;
        this.repository = repository;
    }

    static MirrorStore open(Path folder) throws IOException {
        MirrorStore store = new MirrorStore(folder, MirrorRepository.open(folder));
        store.readTips();
        store.pieces.set(MirrorSweep.sweep(folder, Instant.now()));
        return store;
    }

    /** Counts what was added: single objects, or a pack as many. */
    void added(int number) {
        pieces.addAndGet(number);
    }

    /** Starts anew where the objects lie in so many pieces that a fetch costs less than finding them. */
    void renewIfScattered(int limit) throws IOException {
        if (pieces.get() > limit) {
            renew(repository, null);
        }
    }

    MirrorRepository repository() {
        return repository;
    }

    /** Held while something is fetched, so that nothing is fetched twice. */
    ReentrantLock fetching() {
        return fetching;
    }

    BlobIndex index() {
        return index;
    }

    boolean has(ObjectId id) throws IOException {
        return repository.getObjectDatabase().has(id);
    }

    /** The newest known commits, which a fetch tells the server about. */
    synchronized Set<ObjectId> tips() {
        return Set.copyOf(tips.values());
    }

    /** Notes a tip of the server. */
    synchronized void tip(String ref, ObjectId id) {
        tips.put(ref, id);
        if (tips.size() > MOST_TIPS) {
            tips.remove(tips.keySet().iterator().next());
        }
    }

    /** Keeps the tips for processes to come. */
    synchronized void saveTips() throws IOException {
        StringBuilder lines = new StringBuilder();
        tips.forEach(
                (name, tip) -> lines.append(tip.name()).append(' ').append(name).append('\n'));
        replace(folder.resolve("tips"), lines.toString());
    }

    private synchronized void readTips() throws IOException {
        Path file = folder.resolve("tips");
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            if (space == 40 && ObjectId.isId(line.substring(0, space))) {
                tips.put(line.substring(space + 1), ObjectId.fromString(line.substring(0, space)));
            }
        }
    }

    /** Whether the server is known to send everything or nothing: then blobs are not left out any more. */
    boolean unfiltered() {
        return Files.exists(folder.resolve("unfiltered"));
    }

    void markUnfiltered() throws IOException {
        replace(folder.resolve("unfiltered"), "");
    }

    private static void replace(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".tmp");
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Throws a mirror away in which something is broken, unless somebody already did, and starts an empty one. */
    void renew(MirrorRepository broken, @CheckForNull Exception why) throws IOException {
        fetching.lock();
        try (FileChannel channel = FileChannel.open(
                        folder.resolveSibling(folder.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (repository != broken) {
                return;
            }
            if (why == null) {
                LOGGER.log(Level.FINE, "The mirror {0} is made again, in one piece", folder);
            } else {
                LOGGER.log(Level.WARNING, "The mirror " + folder + " is broken and is made again", why);
            }
            if (lock != null) {
                Path aside =
                        folder.resolveSibling(folder.getFileName() + ".broken-" + Long.toHexString(System.nanoTime()));
                if (Files.exists(folder)) {
                    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
                    delete(aside);
                }
            }
            synchronized (this) {
                tips.clear();
            }
            pieces.set(0);
            repository = MirrorRepository.open(folder);
            broken.close();
        } finally {
            fetching.unlock();
        }
    }

    /** Null where somebody else in this JVM, through another class loader, is at it. */
    @CheckForNull
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @CheckForNull IOException failure)
                    throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether something in the mirror is missing or spoilt. */
    static boolean isBroken(IOException e) {
        return e instanceof MissingObjectException
                || e instanceof CorruptObjectException
                || e instanceof PackInvalidException
                || e instanceof PackMismatchException
                || e instanceof EOFException
                || e instanceof ZipException;
    }

    /** Throws where it is the disk's fault that something failed. */
    void checkStorage(Exception failure) throws GitException {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        boolean inFile = trace.length > 0 && FILE_ACCESS.contains(trace[0].getClassName());
        if (root instanceof FileSystemException || root instanceof IOException && inFile) {
            throw storage(failure);
        }
    }

    GitException storage(Exception failure) {
        return new GitException(
                GitException.Reason.STORAGE,
                "Cannot write to " + folder + ": make room there, or make it writable",
                failure);
    }

    void close() {
        repository.close();
    }
}
