package io.jenkins.plugins.gitops.cli.demo;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Promotes the new image into one environment: named, or as what the environment before has proved. */
final class PromoteStage implements Stage {
    private final Place place;

    @CheckForNull
    private final Place before;

    /** @param before the environment it is taken from; null where the image is named */
    PromoteStage(Place place, @CheckForNull Place before) {
        this.place = place;
        this.before = before;
    }

    @Override
    public String name() {
        return "promote-" + place.environment();
    }

    @Override
    public String title() {
        return before == null
                ? "Promote " + Shop.NEW + " to " + place.environment()
                : "Promote to " + place.environment() + " what " + before.environment() + " has proved, whatever it is";
    }

    @Override
    public void act(Scene scene) {
        List<String> what = before == null
                ? List.of("--image", Shop.IMAGE + "=" + Shop.NEW)
                : List.of("--from", before.environment());
        scene.run(0, scene.promotion(place, what));
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
        if (before != null) {
            String message = Program.git(clone).run("log", "-1", "--format=%B");
            String proved = scene.tip(before.branch());
            Unproved.unless(
                    message.contains("Gitops-From: " + before.environment() + "@" + proved),
                    "the commit does not say that it carries " + proved + ": " + message);
            Unproved.unless(
                    message.contains("Gitops-Gates: approval (Approved by " + Shop.APPROVER + ")"),
                    "the commit does not say who let it through: " + message);
        }
        return "git clone: " + place.file() + " says " + Shop.NEW + "; every other byte, comments too, is as before";
    }
}
