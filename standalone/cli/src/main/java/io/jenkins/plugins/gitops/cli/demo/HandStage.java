package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;

/** Somebody changes prod by hand. */
final class HandStage implements Stage {
    static final int REPLICAS = 5;

    private static final Place PLACE = Shop.PROD;

    @Override
    public String name() {
        return "hand";
    }

    @Override
    public String title() {
        return "Somebody scales prod by hand, past Git";
    }

    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, REPLICAS);
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, PLACE.replicas());
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        JsonNode live = scene.live(PLACE);
        int replicas = live.at("/spec/replicas").asInt();
        Unproved.unless(replicas == REPLICAS, "the Deployment has " + replicas + " replicas");
        return scene.witness().means() + ": " + replicas + " replicas, written by " + writer(live);
    }

    /** Who wrote the number of replicas. */
    static String writer(JsonNode live) {
        for (JsonNode fields : live.at("/metadata/managedFields")) {
            if (fields.at("/fieldsV1/f:spec").has("f:replicas")) {
                return fields.at("/manager").asText();
            }
        }
        return "nobody";
    }
}
