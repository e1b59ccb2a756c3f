package io.jenkins.plugins.gitops.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The descendants of a process, which are no longer known as such once it has ended. On Linux they are found by a
 * variable that they inherit; elsewhere those are known that were seen in time.
 */
final class Descendants {
    private static final String VARIABLE = "GITOPS_RUN";

    /** A process that starts others while it is looked for is found again. */
    private static final int ROUNDS = 10;

    private final String mark;
    private final Set<ProcessHandle> seen = new HashSet<>();

    private Descendants(String mark) {
        this.mark = mark;
    }

    /** Puts a mark into the variables that a process is about to be started with. */
    static Descendants marking(Map<String, String> variables, Path work) {
        variables.put(VARIABLE, work.toString());
        return new Descendants(VARIABLE + "=" + work + "\0");
    }

    /** Notes those of a process that runs. */
    void look(Process process) {
        process.descendants().forEach(seen::add);
    }

    void end() {
        seen.forEach(ProcessHandle::destroyForcibly);
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> left =
                    ProcessHandle.allProcesses().filter(this::isMarked).toList();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isMarked(ProcessHandle process) {
        Path environment = Path.of("/proc/" + process.pid() + "/environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException e) {
            return false; // it has ended, is somebody else's, or this is no Linux
        }
    }
}
