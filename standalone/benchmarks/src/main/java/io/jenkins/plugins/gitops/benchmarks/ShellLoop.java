package io.jenkins.plugins.gitops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What many a Jenkinsfile does: a clone of its own, a commit, and up to ten times {@code pull --rebase} and push. */
final class ShellLoop {
    private static final String CLONE = "git clone -q \"$URL\" \"$CLONE\"";
    private static final String LOOP = """
            cd "$CLONE"
            for version in $(seq "$PROMOTIONS"); do
              begin=$(date +%s%3N)
              git pull -q --rebase 2>/dev/null
              sed -i "s/tag: .*/tag: \\"1.$version\\"/" "$FILE"
              git commit -q -a -m "Promote to 1.$version"
              for try in 1 2 3 4 5 6 7 8 9 10; do
                if git push -q 2>/dev/null; then echo $(($(date +%s%3N) - begin)); break; fi
                git pull -q --rebase 2>/dev/null
              done
            done
            """;

    private final ProcessBuilder builder;
    private Process process;

    private ShellLoop(ProcessBuilder builder) {
        this.builder = builder;
    }

    static ShellLoop clone(String url, Path clone, String file) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("URL", url, "CLONE", clone.toString(), "FILE", file);
        if (shell(CLONE, environment).inheritIO().start().waitFor() != 0) {
            throw new IOException("The shell could not clone");
        }
        return new ShellLoop(shell(LOOP, environment));
    }

    void begin(int promotions) throws IOException {
        builder.environment().put("PROMOTIONS", Integer.toString(promotions));
        process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** How long each promotion that arrived took, in milliseconds; waits for the last. */
    List<Long> results() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IOException("The shell did not end");
        }
        return output.lines().map(Long::valueOf).toList();
    }

    private static ProcessBuilder shell(String script, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
        PromotionPeers.isolate(builder.environment());
        builder.environment().putAll(variables);
        return builder;
    }
}
