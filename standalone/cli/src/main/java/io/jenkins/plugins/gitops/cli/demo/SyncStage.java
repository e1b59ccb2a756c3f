package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;

/** Brings prod back to what Git says. */
final class SyncStage implements Stage {
    private static final Place PLACE = Shop.PROD;

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String title() {
        return "Bring prod back to what Git says";
    }

    @Override
    public void act(Scene scene) {
        scene.run(0, scene.arguments("sync", PLACE));
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, HandStage.REPLICAS);
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        return checkPutBack(scene, PLACE);
    }

    /** Checks that the number of replicas is what Git says, and is not by hand. */
    static String checkPutBack(Scene scene, Place place) throws IOException, InterruptedException {
        JsonNode live = scene.live(place);
        int replicas = live.at("/spec/replicas").asInt();
        String writer = HandStage.writer(live);
        Unproved.unless(replicas == place.replicas(), "the Deployment has " + replicas + " replicas, by " + writer);
        Unproved.unless(!writer.equals(Witness.HAND), "the number of replicas is still " + writer + "'s");
        return scene.witness().means() + ": " + replicas + " replicas, written by " + writer;
    }
}
