package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code kubectl} as one user: another process, and so a witness and a culprit independent of the engine. */
public final class Kubectl {
    private static final int DEADLINE_SECONDS = 120;

    private final Path executable;
    private final Path kubeconfig;
    private final Path folder;

    Kubectl(Path executable, Path kubeconfig, Path folder) {
        this.executable = executable;
        this.kubeconfig = kubeconfig;
        this.folder = folder;
    }

    /**
     * What a run left.
     *
     * @param exit its exit status
     * @param out its standard output
     * @param err its standard error
     */
    public record Result(int exit, String out, String err) {}

    /** Runs it to its end, however that is. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        return runWith("", arguments);
    }

    /** Runs it to its end with this on its standard input. */
    public Result runWith(String input, String... arguments) throws IOException, InterruptedException {
        Path run = Files.createTempDirectory(folder, "kubectl-");
        Path in = Files.writeString(run.resolve("in"), input);
        Path out = run.resolve("out");
        Path err = run.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(executable.toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment()
                .put("KUBECACHEDIR", folder.resolve("kubectl-cache").toString());
        builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("kubectl %s did not end in %d s".formatted(List.of(arguments), DEADLINE_SECONDS));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The standard output of a run that must succeed. */
    public String output(String... arguments) throws IOException, InterruptedException {
        return succeeded(run(arguments), arguments);
    }

    /** Applies these manifests, which must succeed; further arguments follow {@code apply -f -}. */
    public String apply(String manifests, String... further) throws IOException, InterruptedException {
        String[] arguments =
                Stream.concat(Stream.of("apply", "-f", "-"), Stream.of(further)).toArray(String[]::new);
        return succeeded(runWith(manifests, arguments), arguments);
    }

    private static String succeeded(Result result, String... arguments) {
        if (result.exit() != 0) {
            throw new IllegalStateException("kubectl %s ended with %d: %s"
                    .formatted(
                            String.join(" ", arguments),
                            result.exit(),
                            result.err().strip()));
        }
        return result.out();
    }
}
