package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.util.List;

/** Waits until exactly the promoted commit is live in one environment. */
final class WaitStage implements Stage {
    private final Place place;
    private final boolean automated;

    /** @param automated whether the wait delivers first; a sync does otherwise */
    WaitStage(Place place, boolean automated) {
        this.place = place;
        this.automated = automated;
    }

    @Override
    public String name() {
        return "wait-" + place.environment();
    }

    @Override
    public String title() {
        return automated
                ? "Wait until exactly that is live in " + place.environment() + "; the wait delivers it first"
                : "Deliver to " + place.environment() + ", which wants to be told, and wait";
    }

    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        if (!automated) {
            scene.run(0, scene.arguments("sync", place));
        }
        List<String> arguments = scene.arguments("wait", place);
        arguments.addAll(List.of("--commit", scene.tip(place.branch())));
        scene.run(0, arguments);
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.witness()
                .patchDeployment(
                        place.namespace(),
                        Shop.DEPLOYMENT,
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"%s\"}]}}}}"
                                .formatted(Shop.OLD));
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        JsonNode live = scene.live(place);
        String image = live.at("/spec/template/spec/containers/0/image").asText();
        Unproved.unless(image.equals(Shop.NEW), "the Deployment runs " + image);
        int available = live.at("/status/availableReplicas").asInt();
        Unproved.unless(
                available == place.replicas()
                        && live.at("/status/updatedReplicas").asInt() == place.replicas()
                        && live.at("/status/observedGeneration").asInt()
                                == live.at("/metadata/generation").asInt(),
                "the Deployment has " + available + " available replicas: " + live.at("/status"));
        return scene.witness().means() + ": the Deployment runs " + image + ", " + available + " of " + place.replicas()
                + " available";
    }
}
