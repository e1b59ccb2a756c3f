package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a running monitor tells of one environment, and shows it in short. */
final class MonitorReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Gitops.Running monitor;
    private final Place place;
    private final Consumer<String> shown;

    MonitorReader(Gitops.Running monitor, Place place, Consumer<String> shown) {
        this.monitor = monitor;
        this.place = place;
        this.shown = shown;
    }

    /** Reads on until the monitor tells this. */
    JsonNode await(String event) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<String> line = monitor.line(Duration.ofNanos(deadline - System.nanoTime()));
            Unproved.unless(
                    line.isPresent(),
                    "the monitor has not told '" + event + "' of " + place.environment() + ": "
                            + monitor.err().strip());
            JsonNode told = new ObjectMapper().readTree(line.get());
            if (told.at("/environment").asText().equals(place.environment())) {
                shown.accept(inShort(told));
                if (told.at("/event").asText().equals(event)) {
                    return told;
                }
            }
        }
    }

    /** Reads on until a drift is over, which has to be by the monitor's hand. */
    void awaitHealed() throws IOException, InterruptedException {
        JsonNode over = await("resolved");
        Unproved.unless(over.at("/healed").asBoolean(), "it was not the monitor that put it back: " + over);
    }

    private static String inShort(JsonNode told) {
        StringBuilder text = new StringBuilder(told.at("/event").asText());
        if (told.has("resource")) {
            text.append(' ').append(told.at("/resource/kind").asText());
            text.append('/').append(told.at("/resource/name").asText());
        }
        if (told.at("/event").asText().equals("drift")) {
            for (JsonNode field : told.at("/fields")) {
                text.append(' ').append(field.at("/path").asText());
                text.append(": ").append(field.at("/desired")).append(" in Git, ");
                text.append(field.at("/live")).append(" live");
            }
            text.append(" (").append(told.at("/by/who").asText());
            text.append(", ").append(told.at("/by/manager").asText()).append(')');
        }
        text.append(told.at("/healed").asBoolean() ? ", since it was put back" : "");
        text.append(told.has("reason") ? ": " + told.at("/reason").asText() : "");
        text.append(told.has("reasons") ? ": " + told.at("/reasons") : "");
        return text.toString();
    }

    @Override
    public void close() {
        monitor.close();
    }
}
