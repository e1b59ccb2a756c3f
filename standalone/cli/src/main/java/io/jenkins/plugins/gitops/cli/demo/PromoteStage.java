package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Promotes the new image into one environment. */
final class PromoteStage implements Stage {
    private final Place place;

    PromoteStage(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "promote-" + place.environment();
    }

    @Override
    public String title() {
        return "Promote " + Shop.NEW + " to " + place.environment();
    }

    @Override
    public void act(Scene scene) {
        scene.run(
                0,
                List.of(
                        "promote",
                        "--repository",
                        scene.url(),
                        "--application",
                        Shop.NAME,
                        "--to",
                        place.environment(),
                        "--image",
                        Shop.IMAGE + "=" + Shop.NEW));
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        Program git = Program.git(scene.clone(place.branch()));
        git.run("revert", "--no-edit", "HEAD");
        git.run("push", "-q");
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        Path clone = scene.clone(place.branch());
        String found = Files.readString(clone.resolve(place.file()));
        Unproved.unless(
                found.equals(place.manifest(Shop.NEW)),
                place.file() + " is not what it was with " + Shop.NEW + " in place of " + Shop.OLD);
        String files = Program.git(clone).run("diff", "--name-only", "HEAD~1").strip();
        Unproved.unless(files.equals(place.file()), "the commit changed " + files.replace('\n', ' '));
        return "git clone: " + place.file() + " says " + Shop.NEW + "; every other byte, comments too, is as before";
    }
}
