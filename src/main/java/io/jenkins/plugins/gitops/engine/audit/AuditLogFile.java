package io.jenkins.plugins.gitops.engine.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line of JSON for each event. Several processes may write to one file: each locks it while it does. */
final class AuditLogFile implements AuditLog {
    static final long BYTES = 10L << 20;
    static final int FILES = 5;

    private static final Logger LOGGER = Logger.getLogger(AuditLogFile.class.getName());
    private static final JsonMapper JSON = new JsonMapper();

    /** A lock is the process's, so its own threads take turns first. */
    private static final Object TURN = new Object();

    private final Path path;
    private final long bytes;
    private final int files;

    /**
     * @param bytes how large a file grows
     * @param files how many there are at most, the one that is written to included
     */
    AuditLogFile(Path path, long bytes, int files) {
        this.path = path.toAbsolutePath();
        this.bytes = bytes;
        this.files = files;
    }

    @Override
    public void write(AuditEvent event) {
        try {
            byte[] line = (JSON.writeValueAsString(event.values()) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (TURN) {
                append(line);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The audit log " + path + " misses an event: " + event.values(), e);
        }
    }

    private void append(byte[] line) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (FileChannel turns =
                        FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = turns.lock()) {
            if (lock.isValid() && Files.exists(path) && Files.size(path) + line.length > bytes) {
                rotate();
            }
            try (FileChannel log = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (ByteBuffer rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                    log.write(rest);
                }
            }
        }
    }

    private void rotate() throws IOException {
        for (int number = files - 1; number > 0; number--) {
            Path from = number == 1 ? path : sibling("." + (number - 1));
            if (Files.exists(from)) {
                Files.move(from, sibling("." + number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path sibling(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
