package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.health.ArgoCdRules;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * One object in memory: the health of a Deployment, and the comparison of a Deployment and of a ConfigMap with their
 * defaulted live state; beside it, in turns, Argo CD's engine. Targets: a tenth of what that takes.
 */
public final class ObjectBenchmark {
    private static final String MICROS = "µs";
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double TIMES_FASTER = 10;
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final long BATCH_NANOS = 100_000_000;
    private static final int BATCHES = 5;

    private final Measurement measurement = new Measurement("object");
    private final EnginePeer peer;
    private final HealthRules rules = new ArgoCdRules(HealthScripts.none());
    private final Differ differ = new Differ(List.of());
    private final Pair deployment = Pair.read("deployment");
    private final Pair configMap = Pair.read("configmap");
    /** Keeps the work from being left out as useless. */
    private Object last = "";

    private ObjectBenchmark(EnginePeer peer) throws IOException {
        this.peer = peer;
    }

    private record Pair(String name, Resource desired, Resource live) {

        static Pair read(String name) throws IOException {
            return new Pair(name, one(name + "-desired.yaml"), one(name + "-live.yaml"));
        }

        private static Resource one(String file) throws IOException {
            try (InputStream content = ObjectBenchmark.class.getResourceAsStream(file)) {
                return Manifests.read(file, content.readAllBytes()).get(0);
            }
        }

        EnginePeer.Case asked() {
            return new EnginePeer.Case(name, desired.content(), live.content());
        }
    }

    /** Runs so many rounds, 5 where no number is given; ends with 1 where a ratio is missed. */
    public static void main(String... arguments) throws Exception {
        EnginePeer peer = EnginePeer.find()
                .orElseThrow(() -> new IOException("Argo CD's engine is not built: run testbed/build peers"));
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        System.exit(holds(peer, rounds) ? 0 : 1);
    }

    /** Runs so many rounds; false where a ratio is missed. */
    static boolean holds(EnginePeer peer, int rounds) throws IOException {
        return new ObjectBenchmark(peer).run(rounds);
    }

    private boolean run(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            ours("health of a Deployment", () -> rules.judge(deployment.live()).orElseThrow());
            ours("diff of a Deployment", () -> compare(deployment));
            ours("diff of a ConfigMap", () -> compare(configMap));
            EnginePeer.Measured measured = peer.measure(List.of(deployment.asked(), configMap.asked()));
            measurement.version("argo-cd/gitops-engine", measured.version());
            EnginePeer.Times ofDeployment = measured.results().get(0);
            EnginePeer.Times ofConfigMap = measured.results().get(1);
            check(!ofDeployment.modified() && !ofConfigMap.modified(), "the engine sees a difference");
            theirs("health of a Deployment", ofDeployment.healthNs());
            theirs("diff of a Deployment", ofDeployment.diffNs());
            theirs("diff of a ConfigMap", ofConfigMap.diffNs());
        }
        check(!last.equals(""), "nothing was measured");
        for (String what : List.of("health of a Deployment", "diff of a Deployment", "diff of a ConfigMap")) {
            measurement.timesFaster(what, engine(what), TIMES_FASTER);
        }
        return measurement.finish();
    }

    private Object compare(Pair pair) {
        var diff = differ.compare(pair.desired(), pair.live());
        check(diff.change() == Change.NONE, "we see a difference");
        return diff;
    }

    private void ours(String what, Supplier<Object> work) {
        long warm = System.nanoTime() + WARM_UP_NANOS;
        long runs = 0;
        while (System.nanoTime() < warm) {
            last = work.get();
            runs++;
        }
        long perBatch = Math.max(1, runs * BATCH_NANOS / WARM_UP_NANOS);
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            for (long i = 0; i < perBatch; i++) {
                last = work.get();
            }
            measurement.add(what, MICROS, (System.nanoTime() - start) / NANOS_PER_MICRO / perBatch);
        }
    }

    private void theirs(String what, long nanos) {
        measurement.add(engine(what), MICROS, nanos / NANOS_PER_MICRO);
    }

    private static String engine(String what) {
        return what + ", Argo CD's engine";
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
