package io.jenkins.plugins.gitops.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of one benchmark: series of ours and of its peers, taken in turns in one run, and the targets between their
 * medians. The raw figures and the versions of what was measured are written as JSON below {@code target/}.
 */
public final class Measurement {
    private static final double TOLERANCE = 0.8;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String name;
    private final Map<String, List<Double>> series = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private final Map<String, String> versions = new TreeMap<>();
    private final List<Map<String, Object>> targets = new ArrayList<>();
    private boolean failed;

    public Measurement(String name) {
        this.name = name;
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    /** Something to take the time of. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /** Notes which version of something was measured. */
    public void version(String what, String version) {
        versions.put(what, version.strip());
    }

    /** Takes the time of a task, in milliseconds. */
    public void time(String serie, Task task) throws Exception {
        long start = System.nanoTime();
        task.run();
        add(serie, "ms", (System.nanoTime() - start) / NANOS_PER_MILLI);
    }

    /** Adds a figure that was taken otherwise. */
    public void add(String serie, String unit, double value) {
        units.put(serie, unit);
        series.computeIfAbsent(serie, s -> new ArrayList<>()).add(value);
    }

    public double median(String serie) {
        List<Double> sorted = series.get(serie).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A target in a unit: shown, but not failed, since it depends on the machine. */
    public void atMost(String serie, double limit) {
        double median = median(serie);
        target(serie + " at most " + shown(limit) + " " + units.get(serie), median, limit, median <= limit);
    }

    /** A target beside a peer: failed where the ratio falls under four fifths of it. */
    public void timesFaster(String ours, String peer, double times) {
        double ratio = median(peer) / median(ours);
        target(ours + " at least " + shown(times) + " times " + peer, ratio, times, ratio >= times);
        failed |= ratio < TOLERANCE * times;
    }

    private void target(String text, double value, double target, boolean met) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", text);
        entry.put("limit", target);
        entry.put("value", value);
        entry.put("met", met);
        targets.add(entry);
    }

    /**
     * Writes the JSON and prints the medians.
     *
     * @return whether no ratio fell under four fifths of its target
     */
    public boolean finish() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", name);
        all.put("versions", versions);
        Map<String, Object> figures = new LinkedHashMap<>();
        series.forEach((serie, values) -> {
            Map<String, Object> figure = new LinkedHashMap<>();
            figure.put("unit", units.get(serie));
            figure.put("median", median(serie));
            figure.put("values", values);
            figures.put(serie, figure);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %12s %s  (%d runs)%n",
                    serie,
                    shown(median(serie)),
                    units.get(serie),
                    values.size());
        });
        all.put("series", figures);
        all.put("targets", targets);
        for (Map<String, Object> target : targets) {
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %12s  %s%n",
                    target.get("target"),
                    shown((double) target.get("value")),
                    (boolean) target.get("met") ? "met" : "NOT MET");
        }
        Path folder = Path.of(System.getProperty("benchmarks.output", "target/benchmarks"));
        Files.createDirectories(folder);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name + ".json").toFile(), all);
        return !failed;
    }

    private static String shown(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 1 ? "%.1f" : "%.4f", value);
    }
}
