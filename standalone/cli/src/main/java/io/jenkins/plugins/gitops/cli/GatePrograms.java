package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.GateCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The programs that the caller gives gates. They see the caller's variables, but none of ours: those hold credentials.
 *
 * @param programs each by the name that a gate asks for
 */
record GatePrograms(Map<String, String> programs, Map<String, String> variables) implements GateCommands {
    private static final String OURS = "GITOPS_";

    GatePrograms {
        programs = Map.copyOf(programs);
        variables = Map.copyOf(variables);
    }

    /** @throws BadInput where a path leads to nothing that can be run; a mere name is looked for on the PATH later */
    static void check(String name, String program) {
        if (isPath(program) && !(Files.isRegularFile(Path.of(program)) && Files.isExecutable(Path.of(program)))) {
            throw new BadInput("--gate-command " + name + "=" + program + ": expected a program that can be run");
        }
    }

    @Override
    public Optional<Definition> of(Candidate candidate, String name) {
        return Optional.ofNullable(programs.get(name)).map(program -> {
            // it starts in a folder of its own
            String found = isPath(program) ? Path.of(program).toAbsolutePath().toString() : program;
            return new Definition(List.of(found), theirs(), LONGEST);
        });
    }

    private Map<String, String> theirs() {
        return variables.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith(OURS))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isPath(String program) {
        return program.isEmpty()
                || Path.of(program).getNameCount() > 1
                || Path.of(program).isAbsolute();
    }
}
