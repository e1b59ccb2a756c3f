package io.jenkins.plugins.gitops.engine.monitor.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Lines that are only added, the newest last. What was added is on the disk when adding returns; what a crash left half
 * written is cut off when the file is opened again. Where it becomes too large the older half goes.
 */
final class HistoryFile implements AutoCloseable {
    private static final String NAME = "drifts.jsonl";

    private final Path path;
    private final Path fresh;
    private final long limit;
    private final FileChannel turn;
    private FileChannel file;

    /** @param limit how many bytes it may have */
    private HistoryFile(Path folder, long limit, FileChannel turn) throws IOException {
        this.path = folder.resolve(NAME);
        this.fresh = folder.resolve(NAME + ".new");
        this.limit = limit;
        this.turn = turn;
        this.file = channel();
    }

    /**
     * Opens it for the one process that writes it.
     *
     * @throws IOException also where another one does
     */
    static HistoryFile open(Path folder, long limit) throws IOException {
        Files.createDirectories(folder);
        FileChannel turn =
                FileChannel.open(folder.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(turn) == null) {
                throw new IOException("The history in " + folder + " is written by another monitor");
            }
            HistoryFile file = new HistoryFile(folder, limit, turn);
            file.cutOffWhatIsTorn();
            return file;
        } catch (IOException | RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /** Held until the channel is closed. */
    @CheckForNull
    private static FileLock lock(FileChannel turn) throws IOException {
        try {
            return turn.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // it is this very process that writes it
        }
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void cutOffWhatIsTorn() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long end = file.size();
        while (end > 0) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        file.truncate(end);
    }

    /**
     * Adds lines, all of them or none.
     *
     * @throws IOException where they cannot be written; they may be tried again
     */
    void add(List<String> lines) throws IOException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        if (file.size() + bytes.length > limit) {
            forgetTheOlderHalf();
        }
        long end = file.size();
        try {
            write(file, ByteBuffer.wrap(bytes), end);
            file.force(false);
        } catch (IOException e) {
            file.truncate(end); // a full disk takes a part
            throw e;
        }
    }

    private static void write(FileChannel to, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += to.write(bytes, at);
        }
    }

    /** By another file in its place, so that a crash leaves one or the other. */
    private void forgetTheOlderHalf() throws IOException {
        String text = Files.readString(path);
        int middle = text.indexOf('\n', text.length() / 2);
        String newer = middle < 0 ? "" : text.substring(middle + 1);
        try (FileChannel half = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(half, ByteBuffer.wrap(newer.getBytes(StandardCharsets.UTF_8)), 0);
            half.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        FileChannel old = file;
        file = channel();
        old.close();
    }

    /** All whole lines, the oldest first; may be asked by anybody at any time. */
    static List<String> read(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
        turn.close();
    }
}
