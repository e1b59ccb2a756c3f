package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.cli.demo.Demo;
import io.jenkins.plugins.gitops.cli.demo.DemoCluster;
import io.jenkins.plugins.gitops.cli.demo.GitServer;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Go through the main job on this machine: promote, wait, a gate, compare, a change by hand, sync, rollback, heal, a lease.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Logger LOGGER = Logger.getLogger(DemoCommand.class.getName());

    @ParentCommand
    private GitOps gitops;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions clusters;

    @Option(names = "--testbed", description = "On the testbed's real Kubernetes, which testbed/build builds.")
    private boolean testbed;

    @Option(names = "--keep", description = "Keep everything running afterwards, until interrupted.")
    private boolean keep;

    @Option(
            names = "--break",
            paramLabel = "STAGE",
            description = "Make this stage's claim false, to show that its check can fail.")
    private String broken = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!broken.isEmpty() && !Demo.stages().contains(broken)) {
            throw new BadInput("There is no stage " + broken + "; the stages are " + String.join(", ", Demo.stages()));
        }
        if (testbed && clusters.kubeconfig().isPresent()) {
            throw new BadInput("Expected --testbed or --kubeconfig, not both");
        }
        Path folder = Files.createTempDirectory("gitops-demo-");
        Thread interrupted = new Thread(() -> delete(folder), "demo-end");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (DemoCluster cluster = cluster(folder);
                GitServer git = GitServer.start(folder)) {
            PrintWriter out = spec.commandLine().getOut();
            Demo demo = new Demo(cluster, git, folder, out);
            boolean held = demo.run(DemoShell.of(git, cluster, folder), broken);
            if (keep) {
                out.println();
                out.println("Everything is kept until this is interrupted. In another terminal:");
                demo.waysOn().forEach(line -> out.println("  " + line));
                out.flush();
                new CountDownLatch(1).await();
            }
            demo.cleanUp();
            return held ? ExitStatus.YES : ExitStatus.NO;
        } finally {
            delete(folder);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private DemoCluster cluster(Path folder) throws IOException, InterruptedException {
        if (testbed) {
            TestbedBinaries binaries = TestbedBinaries.find()
                    .orElseThrow(() -> new BadInput(
                            "The testbed is not there: " + TestbedBinaries.HOW_TO_BUILD + ", then try again"));
            spec.commandLine().getOut().println("Starting the testbed's Kubernetes ...");
            return DemoCluster.testbed(binaries);
        }
        if (clusters.kubeconfig().isPresent()) {
            clusters.open(DemoCluster.NAME, gitops.environment()).close();
            return DemoCluster.given(clusters.kubeconfig().get(), clusters.context(DemoCluster.NAME));
        }
        return DemoCluster.simulated(folder);
    }

    /** What is left of a temporary folder is for the system to clear. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.log(Level.FINE, "Could not delete " + folder, e);
        }
    }
}
