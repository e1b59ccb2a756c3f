package io.jenkins.plugins.gitops.engine.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a monitor does, at one moment.
 *
 * @param families in the order in which they are written
 */
public record MonitorMetrics(List<Family> families) {

    public MonitorMetrics {
        families = List.copyOf(families);
    }

    /** What a family's values are. */
    public enum Type {
        /** May go up and down. */
        GAUGE,
        /** Only goes up, until the monitor is begun anew. */
        COUNTER,
        /** How often which duration was not exceeded, with their sum and number. */
        HISTOGRAM
    }

    /**
     * Values of one kind.
     *
     * @param help what they are, on one line
     */
    public record Family(String name, Type type, String help, List<Sample> samples) {

        public Family {
            samples = List.copyOf(samples);
        }
    }

    /**
     * One value.
     *
     * @param suffix what follows the family's name; empty but for histograms
     * @param labels by name, in the order in which they are written
     */
    public record Sample(String suffix, Map<String, String> labels, double value) {}

    /** In the Prometheus text format, version 0.0.4. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Family family : families) {
            text.append("# HELP ").append(family.name()).append(' ').append(family.help());
            text.append("\n# TYPE ").append(family.name()).append(' ');
            text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
            for (Sample sample : family.samples()) {
                text.append(family.name()).append(sample.suffix()).append(labels(sample.labels()));
                text.append(' ').append(number(sample.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
