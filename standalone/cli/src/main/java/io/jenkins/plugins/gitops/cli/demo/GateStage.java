package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prod does not take a version that nobody has agreed to. */
final class GateStage implements Stage {
    private static final Place PLACE = Shop.PROD;

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public String title() {
        return "Prod asks for " + Shop.APPROVER + "'s word first: the gate is closed, and nothing is written";
    }

    @Override
    public void act(Scene scene) {
        scene.run(1, scene.promotion(PLACE, List.of("--from", Shop.STAGING.environment())));
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        Path clone = scene.clone(PLACE.branch());
        Files.writeString(clone.resolve(PLACE.file()), PLACE.manifest(Shop.NEW));
        Program git = Program.git(clone);
        git.run("commit", "-q", "-a", "-m", "Past the gate");
        git.run("push", "-q");
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        Path clone = scene.clone(PLACE.branch());
        String commits = Program.git(clone).run("rev-list", "--count", "HEAD").strip();
        Unproved.unless(commits.equals("1"), PLACE.branch() + " has " + commits + " commits, and had one");
        Unproved.unless(
                Files.readString(clone.resolve(PLACE.file())).equals(PLACE.manifest(Shop.OLD)),
                PLACE.file() + " is not what it was");
        return "git clone: " + PLACE.branch() + " has its one commit, and " + PLACE.file() + " says " + Shop.OLD;
    }
}
