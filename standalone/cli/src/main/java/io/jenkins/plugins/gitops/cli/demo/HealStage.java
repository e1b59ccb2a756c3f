package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;

/** The monitor finds a change that was made by hand, says whose hand it was, and puts it back. */
final class HealStage implements Stage {
    private static final Place PLACE = Shop.STAGING;

    private JsonNode told;
    private JsonNode byHand;

    @Override
    public String name() {
        return "heal";
    }

    @Override
    public String title() {
        return "Somebody scales staging, which is to heal: the monitor finds it and whose hand it was, and puts it back";
    }

    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        try (MonitorReader monitor = scene.monitor(PLACE)) {
            monitor.await("seen");
            scene.scale(PLACE, HandStage.REPLICAS);
            byHand = scene.live(PLACE);
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
        int replicas = byHand.at("/spec/replicas").asInt();
        String writer = HandStage.writer(byHand);
        JsonNode field = told.at("/fields/0");
        Unproved.unless(
                field.at("/path").asText().equals("/spec/replicas")
                        && field.at("/live").asInt() == replicas
                        && told.at("/by/manager").asText().equals(writer),
                "the monitor said " + told + ", but live were " + replicas + " replicas by " + writer);
        return SyncStage.checkPutBack(scene, PLACE) + ", and before " + replicas + " by " + writer
                + ", just as the monitor said";
    }
}
