package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that decide gates, as whoever runs us has defined them: an administrator of Jenkins, or a flag. */
@FunctionalInterface
public interface GateCommands {
    /** A command that is to take longer is ended all the same. */
    Duration LONGEST = Duration.ofMinutes(10);

    /**
     * The command of a name.
     *
     * @return empty where nobody has defined it for this application
     * @throws IOException where nobody can tell, with a sentence
     */
    Optional<Definition> of(Candidate candidate, String name) throws IOException;

    /**
     * A command.
     *
     * @param line the program, by its absolute path or found on {@code PATH}, and its arguments; no shell reads them
     * @param environment variables for it, beside {@code PATH}, {@code HOME}, {@code TMPDIR} and {@code GITOPS_RUN}
     * @param timeout how long it may take
     */
    record Definition(List<String> line, Map<String, String> environment, Duration timeout) {

        public Definition {
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
            if (line.isEmpty()) {
                throw new IllegalArgumentException("A command needs a program");
            }
        }

        /** Its program alone: an environment may hold secrets. */
        @Override
        public String toString() {
            return line.get(0);
        }
    }
}
