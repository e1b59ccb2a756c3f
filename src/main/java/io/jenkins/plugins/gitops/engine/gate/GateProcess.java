package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.gate.GateCommands.Definition;
import io.jenkins.plugins.gitops.engine.process.BoundedProcess;
import io.jenkins.plugins.gitops.engine.process.BoundedProcess.Ended;
import io.jenkins.plugins.gitops.engine.process.WorkFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Runs one command, in an environment that inherits nothing but {@code PATH}. */
final class GateProcess {
    static final int OUTPUT_LIMIT = 1 << 20;

    private final String name;
    private final Definition definition;
    private final Duration timeout;

    /** @param longest what the definition's timeout is cut to */
    GateProcess(String name, Definition definition, Duration longest) {
        this.name = name;
        this.definition = definition;
        this.timeout = definition.timeout().compareTo(longest) > 0 ? longest : definition.timeout();
    }

    /** @throws IOException where it cannot be started, takes too long or writes too much, with a sentence */
    Ended run(byte[] input) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", Objects.requireNonNullElse(System.getenv("PATH"), ""));
        environment.putAll(definition.environment());
        try (WorkFolder work = WorkFolder.create("gitops-gate-")) {
            return new BoundedProcess("Command " + name, work.path(), timeout, OUTPUT_LIMIT)
                    .run(definition.line(), environment, input);
        }
    }
}
