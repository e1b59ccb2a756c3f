package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;

/** Compares prod's cluster with Git, where nothing differs. */
final class DiffStage implements Stage {
    private static final Place PLACE = Shop.PROD;

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String title() {
        return "Compare what prod runs with what Git says";
    }

    @Override
    public void act(Scene scene) {
        scene.run(0, scene.arguments("diff", PLACE));
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        scene.scale(PLACE, 4);
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        String manifest = Files.readString(scene.clone(PLACE.branch()).resolve(PLACE.file()));
        Unproved.unless(manifest.equals(PLACE.manifest(Shop.NEW)), "Git says otherwise: " + manifest);
        JsonNode live = scene.live(PLACE);
        int replicas = live.at("/spec/replicas").asInt();
        String image = live.at("/spec/template/spec/containers/0/image").asText();
        Unproved.unless(
                replicas == PLACE.replicas() && image.equals(Shop.NEW),
                "the Deployment has " + replicas + " replicas of " + image);
        return scene.witness().means() + ": " + replicas + " replicas of " + image + ", as a git clone of "
                + PLACE.branch() + " says";
    }
}
