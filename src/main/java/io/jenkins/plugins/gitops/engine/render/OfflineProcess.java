package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.process.BoundedProcess;
import io.jenkins.plugins.gitops.engine.process.BoundedProcess.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs a program without a network: in a namespace that has none where the machine allows it, and everywhere with no git
 * on the path and proxies that lead nowhere.
 */
final class OfflineProcess {
    private static final long OUTPUT_LIMIT = 64L << 20;
    private static final String NOWHERE = "http://127.0.0.1:9";

    private final Path work;
    private final Duration deadline;
    private final NetworkNamespace network;

    /**
     * A place to run a program.
     *
     * @param work an empty folder for what it writes; the caller deletes it
     */
    OfflineProcess(Path work, Duration deadline, NetworkNamespace network) {
        this.work = work;
        this.deadline = deadline;
        this.network = network;
    }

    /**
     * The program's standard output.
     *
     * @param what it is, for messages
     * @param root the paths below it are named without it in messages
     */
    byte[] run(String what, Path root, List<String> command) throws RenderException {
        Map<String, String> environment = new HashMap<>();
        for (String proxy : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
            environment.put(proxy, NOWHERE);
            environment.put(proxy.toLowerCase(Locale.ROOT), NOWHERE);
        }
        environment.put("NO_PROXY", "");
        environment.put("no_proxy", "");
        Ended ended;
        try {
            ended = new BoundedProcess(what, work, deadline, OUTPUT_LIMIT)
                    .run(network.around(command), environment, new byte[0]);
        } catch (IOException e) {
            throw new RenderException(e.getMessage(), e);
        }
        if (ended.exit() != 0) {
            throw new RenderException(what + " failed: " + message(ended.message(), root));
        }
        return ended.output();
    }

    private static String message(String error, Path root) {
        return withoutInput(error.replace(root + "/", "").replace(root.toString(), "the repository"));
    }

    /** Without what Kustomize repeats of patches and literals, which may hold a Secret's values. */
    private static String withoutInput(String text) {
        return text.replaceAll("`[^`]*(?:`|$)", "`…`")
                .replaceAll("(?s)(from|sources) \\[.*?(?:\\](?=:|$)|$)", "$1 […]")
                .replaceAll("(?s)(literal source ).*?(, expected|$)", "$1…$2")
                .replaceAll("(?s)(evalsymlink failure on ')[^']*[{\n].*", "$1…");
    }
}
