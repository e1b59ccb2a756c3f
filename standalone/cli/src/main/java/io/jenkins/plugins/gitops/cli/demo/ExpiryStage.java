package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.time.Instant;

/** A lease ends by itself, and what it had allowed is put back. */
final class ExpiryStage implements Stage {
    private static final Place PLACE = LeaseStage.PLACE;

    private JsonNode told;

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public String title() {
        return "The lease ends by itself, and what it allowed is put back";
    }

    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        try (MonitorReader monitor = scene.monitor(PLACE)) {
            told = monitor.await("drift");
            monitor.awaitHealed();
        }
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, HandStage.REPLICAS);
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        LeaseFile lease = LeaseFile.in(scene.clone("main"));
        Instant found = Instant.parse(told.at("/time").asText());
        Unproved.unless(
                found.isAfter(lease.until()), "it was drift at " + found + ", and allowed until " + lease.until());
        return SyncStage.checkPutBack(scene, PLACE) + "; git clone: " + lease.path() + " allowed it until "
                + lease.until() + ", and drift it was at " + found;
    }
}
