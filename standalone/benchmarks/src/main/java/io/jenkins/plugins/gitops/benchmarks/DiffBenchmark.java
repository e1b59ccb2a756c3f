package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.Kubeconfig;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane.Extent;
import io.jenkins.plugins.gitops.engine.testbed.Kubectl;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * A thousand live objects on a real API server, ten of them changed by hand, compared with what Git says: with four LISTs
 * and our comparison in a warm process; beside it, in turns, {@code kubectl diff} and {@code kubectl diff --server-side}.
 * Targets: 0.6 s, exactly the ten changed objects reported, ten times faster than either peer.
 */
public final class DiffBenchmark {
    private static final String OURS = "four LISTs and diff, warm";
    private static final String OURS_WITH_READING = "manifests read, four LISTs and diff, warm";
    private static final String LISTS = "four LISTs alone";
    private static final String COMPARISON = "diff alone";
    private static final String CLIENT_SIDE = "kubectl diff";
    private static final String SERVER_SIDE = "kubectl diff --server-side";
    private static final String CONTEXT = "testbed";
    private static final int WARM_UP = 15;
    private static final int OURS_PER_ROUND = 5;
    private static final List<GroupKind> KINDS = List.of(
            new GroupKind("apps", "Deployment"),
            new GroupKind("", "Service"),
            new GroupKind("", "ConfigMap"),
            new GroupKind("", "Secret"));

    private final Measurement measurement = new Measurement("diff");
    private final Differ differ = new Differ(List.of());

    private DiffBenchmark() {}

    /** Runs so many rounds, 3 where no number is given; ends with 1 where a ratio is missed. */
    public static void main(String... arguments) throws Exception {
        System.exit(holds(arguments.length == 0 ? 3 : Integer.parseInt(arguments[0])) ? 0 : 1);
    }

    /**
     * Runs so many rounds, {@code kubectl diff} on the client side, which takes a minute or two, in all but the first.
     *
     * @return false where a ratio is missed
     * @throws IllegalStateException where anything but the ten changed objects is reported
     */
    static boolean holds(int rounds) throws Exception {
        TestbedBinaries binaries = TestbedBinaries.find()
                .orElseThrow(() -> new IOException("The testbed is not built; " + TestbedBinaries.HOW_TO_BUILD));
        try (ControlPlane plane = ControlPlane.start(binaries, Extent.API);
                Cluster cluster = new KubernetesCluster(
                        Kubeconfig.read(plane.kubeconfigFile(CONTEXT)).access(CONTEXT), Clock.systemUTC())) {
            return new DiffBenchmark().run(rounds, plane, KubectlDiff.executable(binaries), cluster);
        }
    }

    private boolean run(int rounds, ControlPlane plane, Path executable, Cluster cluster) throws Exception {
        Kubectl kubectl = plane.kubectl();
        measurement.version(
                "kubectl compared with",
                executable.endsWith("peers/kubectl") ? "as it is released" : "as the testbed builds it");
        measurement.version("kubectl", kubectl.output("version").lines().collect(Collectors.joining(", ")));
        ThousandObjects objects = new ThousandObjects();
        objects.deliver(kubectl);
        Set<String> changed = objects.changeTen(kubectl);
        Path file = Files.writeString(Files.createTempFile("thousand-objects", ".yaml"), objects.all());
        Path kubeconfig = plane.kubeconfigFile(CONTEXT);
        KubectlDiff serverSide = new KubectlDiff(executable, kubeconfig, file, "--server-side", "--force-conflicts");
        KubectlDiff clientSide = new KubectlDiff(executable, kubeconfig, file);
        List<Resource> desired = read(file);
        for (int i = 0; i < WARM_UP; i++) {
            check(changed, compare(desired, lists(cluster)));
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < OURS_PER_ROUND; i++) {
                ours(changed, desired, file, cluster);
            }
            peer(SERVER_SIDE, serverSide);
            if (round > 0) {
                peer(CLIENT_SIDE, clientSide);
            }
        }
        measurement.atMost(OURS, 600);
        measurement.timesFaster(OURS, SERVER_SIDE, 10);
        if (rounds > 1) {
            measurement.timesFaster(OURS, CLIENT_SIDE, 10);
        }
        return measurement.finish();
    }

    private void ours(Set<String> changed, List<Resource> desired, Path file, Cluster cluster) throws Exception {
        measurement.time(OURS, () -> check(changed, compare(desired, lists(cluster))));
        measurement.time(OURS_WITH_READING, () -> check(changed, compare(read(file), lists(cluster))));
        measurement.time(LISTS, () -> lists(cluster));
        List<Resource> live = lists(cluster);
        measurement.time(COMPARISON, () -> check(changed, compare(desired, live)));
    }

    private static List<Resource> read(Path file) throws IOException {
        return Manifests.read("all.yaml", Files.readAllBytes(file));
    }

    private static List<Resource> lists(Cluster cluster) {
        List<CompletableFuture<List<Resource>>> lists = KINDS.stream()
                .map(kind -> CompletableFuture.supplyAsync(() -> list(cluster, kind), cluster.calls()))
                .toList();
        return lists.stream().flatMap(list -> list.join().stream()).toList();
    }

    private static List<Resource> list(Cluster cluster, GroupKind kind) {
        try {
            return cluster.list(cluster.type(kind).orElseThrow(), Optional.empty(), Optional.empty());
        } catch (ClusterException e) {
            throw new CompletionException(e);
        }
    }

    private Comparison compare(List<Resource> desired, List<Resource> live) {
        return Comparison.of(desired, live, differ, "default", kind -> true, resource -> false);
    }

    private static void check(Set<String> changed, Comparison comparison) {
        Set<String> reported = comparison.resources().stream()
                .filter(resource -> resource.change() != Change.NONE)
                .map(resource -> resource.key().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!reported.equals(changed) || comparison.resources().size() != ThousandObjects.COUNT) {
            throw new IllegalStateException("Changed were " + changed + ", reported " + reported);
        }
    }

    private void peer(String serie, KubectlDiff peer) throws Exception {
        measurement.time(serie, peer::run);
        measurement.add(serie + ", objects reported", "objects", peer.reported());
    }
}
