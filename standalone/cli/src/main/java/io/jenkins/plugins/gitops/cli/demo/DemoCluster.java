package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.simulation.SimulatedApiServer;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The cluster that a demo delivers to. */
public final class DemoCluster implements AutoCloseable {
    /** What the demo's {@code gitops.yaml} calls it. */
    public static final String NAME = "demo";

    private final String description;
    private final Path kubeconfig;
    private final String context;
    private final Witness witness;
    private final boolean lasting;
    private final AutoCloseable server;

    private DemoCluster(
            String description,
            Path kubeconfig,
            String context,
            Witness witness,
            boolean lasting,
            AutoCloseable server) {
        this.description = description;
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.witness = witness;
        this.lasting = lasting;
        this.server = server;
    }

    /** A simulation, in this process. */
    public static DemoCluster simulated(Path folder) throws IOException {
        SimulatedApiServer server = SimulatedApiServer.start(Clock.systemUTC());
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: simulation
                  cluster: {server: "URL"}
                users:
                - name: demo
                  user: {token: "TOKEN"}
                contexts:
                - name: demo
                  context: {cluster: simulation, user: demo}
                """.replace("URL", server.url()).replace("TOKEN", server.token()));
        Witness witness = new HttpWitness(server.url(), server.token());
        String description = "a simulated API server at " + server.url() + " (not a Kubernetes)";
        return new DemoCluster(description, kubeconfig, NAME, witness, false, server);
    }

    /** A control plane of real Kubernetes servers, started for the demo. */
    public static DemoCluster testbed(TestbedBinaries binaries) throws IOException, InterruptedException {
        ControlPlane plane = ControlPlane.start(binaries, ControlPlane.Extent.WORKLOADS);
        Path kubeconfig = plane.kubeconfigFile(NAME);
        Witness witness = kubectl(binaries.kubectl().toString(), kubeconfig, NAME);
        String description = "the testbed's Kubernetes at " + plane.server();
        return new DemoCluster(description, kubeconfig, NAME, witness, false, plane);
    }

    /** A cluster that is there already. */
    public static DemoCluster given(Path kubeconfig, String context) {
        Witness witness = kubectl("kubectl", kubeconfig, context);
        String description = "the cluster of context " + context + " in " + kubeconfig;
        return new DemoCluster(description, kubeconfig, context, witness, true, () -> {});
    }

    private static Witness kubectl(String executable, Path kubeconfig, String context) {
        return new KubectlWitness(new Program(
                List.of(executable, "--kubeconfig", kubeconfig.toString(), "--context", context),
                Path.of("").toAbsolutePath(),
                Map.of()));
    }

    String description() {
        return description;
    }

    /** The kubeconfig that leads to it. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    String context() {
        return context;
    }

    Witness witness() {
        return witness;
    }

    /** Whether it outlives the demo, so that what the demo made there has to be taken away. */
    boolean isLasting() {
        return lasting;
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
