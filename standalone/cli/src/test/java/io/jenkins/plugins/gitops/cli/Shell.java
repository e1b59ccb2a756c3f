package io.jenkins.plugins.gitops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs the command as a shell would, with an environment of its own. */
final class Shell {
    private final Map<String, String> environment = new HashMap<>();

    /** @param folder where the command keeps what it caches */
    Shell(Path folder) {
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("GIT_AUTHOR_NAME", "Ada");
        environment.put("GIT_AUTHOR_EMAIL", "ada@example.com");
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Ended run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    /** @param out told what the command prints, while it runs */
    Ended run(Writer out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine command = GitOps.commandLine(environment, false, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int status = command.execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    /** How a command ended. */
    record Ended(int status, String out, String err) {
        private static final ObjectMapper JSON = new ObjectMapper();

        /** Standard output, which is one JSON document and nothing else. */
        JsonNode json() {
            return read(out);
        }

        /** Standard output, one JSON document a line. */
        List<JsonNode> lines() {
            return out.lines().map(Ended::read).toList();
        }

        static JsonNode read(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }
}
