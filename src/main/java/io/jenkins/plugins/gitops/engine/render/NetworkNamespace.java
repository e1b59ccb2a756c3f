package io.jenkins.plugins.gitops.engine.render;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program without any network, not even this machine's own, where the machine allows it: Linux with
 * {@code unshare} and namespaces for everyone, or for root.
 *
 * @param prefix what stands before the program's own command; empty where the machine allows nothing
 */
record NetworkNamespace(List<String> prefix) {
    private static final long PROBE_SECONDS = 10;

    NetworkNamespace {
        prefix = List.copyOf(prefix);
    }

    /** What this machine allows, found out once. */
    static NetworkNamespace ofThisMachine() {
        return Machine.NAMESPACE;
    }

    /** What works of the program found on a search path as of the variable PATH. */
    static NetworkNamespace find(String searchPath) {
        List<Path> folders = folders(searchPath);
        for (Path unshare : executables(folders, "unshare")) {
            for (Path nothing : executables(folders, "true")) {
                for (String flags : List.of("-rn", "-n")) {
                    List<String> prefix = List.of(unshare.toString(), flags);
                    if (works(prefix, nothing)) {
                        return new NetworkNamespace(prefix);
                    }
                }
            }
        }
        return new NetworkNamespace(List.of());
    }

    /** A command that runs another without network. */
    List<String> around(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    private static boolean works(List<String> prefix, Path nothing) {
        try {
            Process process = new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of(nothing.toString()))
                            .toList())
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Path> executables(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .limit(1)
                .toList();
    }

    private static List<Path> folders(String searchPath) {
        List<Path> folders = new ArrayList<>();
        for (String folder : searchPath.split(File.pathSeparator)) {
            try {
                Path path = Path.of(folder);
                if (path.isAbsolute()) {
                    folders.add(path);
                }
            } catch (InvalidPathException e) {
                continue; // as a shell does
            }
        }
        return folders;
    }

    /** Asked for by the first who renders, not by whoever loads the class. */
    private static final class Machine {
        private static final NetworkNamespace NAMESPACE =
                find(System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin:/bin");
    }
}
