package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of health scripts laid out as Argo CD's {@code resource_customizations}: {@code GROUP/KIND/health.lua}, or
 * {@code KIND/health.lua} for the core group, with {@code _} for a wildcard. Other files in it are left alone.
 */
public final class ScriptFolder {
    private static final String FILE = "/health.lua";
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_DEPTH = 3;

    private ScriptFolder() {}

    /**
     * The scripts below a folder on disk.
     *
     * @param clock what the scripts take for the time
     * @throws IOException where there is no such folder, or a script cannot be read or is no Lua; names the file
     */
    public static HealthScripts read(Path folder, Clock clock) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": expected a folder of health scripts");
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        Map<String, HealthScript> scripts = new HashMap<>();
        for (Path file : files) {
            Optional<String> kind = kindOf(folder.relativize(file).toString().replace('\\', '/'));
            if (kind.isPresent()) {
                checkSize(file.toString(), Files.size(file));
                scripts.put(kind.get(), compile(file.toString(), Files.readAllBytes(file), clock));
            }
        }
        return new HealthScripts(scripts);
    }

    /**
     * The scripts below a folder of a repository's tree; none where there is no such folder. One that is no Lua makes
     * every object of its kind Unknown, and says where it is broken.
     *
     * @param clock what the scripts take for the time
     * @throws IOException where the tree cannot be read
     */
    public static HealthScripts read(TreeReader tree, String folder, Clock clock) throws IOException {
        Map<String, HealthScript> scripts = new HashMap<>();
        for (TreeEntry entry : tree.walk(folder)) {
            String path = entry.path();
            Optional<String> kind = kindOf(folder.isEmpty() ? path : path.substring(folder.length() + 1));
            if (kind.isPresent()) {
                byte[] source = tree.read(path).orElseThrow(() -> new IOException(path + ": expected a health script"));
                scripts.put(kind.get(), compiledOrUnknown(path, source, clock));
            }
        }
        return new HealthScripts(scripts);
    }

    private static HealthScript compiledOrUnknown(String path, byte[] source, Clock clock) {
        try {
            checkSize(path, source.length);
            return compile(path, source, clock);
        } catch (IOException broken) {
            Optional<Health> unknown = Optional.of(ArgoCdStatus.UNKNOWN.because(String.valueOf(broken.getMessage())));
            return live -> unknown;
        }
    }

    private static LuaScript compile(String file, byte[] source, Clock clock) throws IOException {
        return LuaScript.compile(file, new String(source, StandardCharsets.UTF_8), clock);
    }

    private static Optional<String> kindOf(String path) {
        boolean script =
                path.endsWith(FILE) && path.chars().filter(c -> c == '/').count() < MAX_DEPTH;
        return script ? Optional.of(path.substring(0, path.length() - FILE.length())) : Optional.empty();
    }

    private static void checkSize(String file, long size) throws IOException {
        if (size > MAX_BYTES) {
            throw new IOException(file + ": a health script of " + size + " bytes, expected at most " + MAX_BYTES);
        }
    }
}
