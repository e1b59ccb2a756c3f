package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Flux, really: its source-controller and kustomize-controller, out of the cluster of a {@link ControlPlane} and all on
 * 127.0.0.1, with their settings as they are out of the box. It ends with {@link #close} or with this JVM.
 */
public final class Flux implements AutoCloseable {
    private static final String NAMESPACE = "flux-system";
    private static final String SOURCES = "/apis/source.toolkit.fluxcd.io/v1/";
    private static final String KUSTOMIZATIONS = "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations";

    private final TiedServers servers;

    private Flux(TiedServers servers) {
        this.servers = servers;
    }

    /**
     * Installs it in a control plane that has none, starts it, and waits until all of it serves.
     *
     * @throws IllegalStateException where a controller ends or does not serve in time; with the end of its log
     */
    public static Flux start(TestbedBinaries binaries, ControlPlane plane) throws IOException, InterruptedException {
        plane.createNamespace(NAMESPACE);
        plane.define(
                binaries.fluxDefinitions(),
                SOURCES + "gitrepositories",
                SOURCES + "ocirepositories",
                SOURCES + "buckets",
                SOURCES + "helmcharts",
                SOURCES + "helmrepositories",
                SOURCES + "externalartifacts",
                KUSTOMIZATIONS);
        Flux flux = new Flux(new TiedServers(binaries, plane, Map.of("RUNTIME_NAMESPACE", NAMESPACE)));
        boolean serves = false;
        try {
            flux.launch();
            serves = true;
            return flux;
        } finally {
            if (!serves) {
                flux.close();
            }
        }
    }

    private void launch() throws IOException, InterruptedException {
        String artifacts = "127.0.0.1:" + Servers.freePort();
        launch(
                "source-controller",
                "--storage-path=" + servers.folder(),
                "--storage-addr=" + artifacts,
                "--storage-adv-addr=" + artifacts);
        launch("kustomize-controller");
    }

    private void launch(String name, String... arguments) throws IOException, InterruptedException {
        int port = Servers.freePort();
        List<String> part = new ArrayList<>(List.of(arguments));
        part.add(0, name);
        part.addAll(List.of("--health-addr=127.0.0.1:" + port, "--metrics-addr=0"));
        servers.awaitAnswer(servers.launch(part), port, "/readyz");
    }

    /** Ends its controllers and deletes what they wrote on this machine; a second time does nothing. */
    @Override
    public void close() {
        servers.close();
    }
}
