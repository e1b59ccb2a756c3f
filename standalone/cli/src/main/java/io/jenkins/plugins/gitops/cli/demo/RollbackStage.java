package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prod gets a version that turns out to be bad, goes back to the one that was proved, and stays there. */
final class RollbackStage implements Stage {
    private static final Place PLACE = Shop.PROD;
    private static final String HOLD = ".gitops/" + Shop.NAME + "/" + PLACE.environment() + ".yaml";
    private static final String QUARANTINE = ".gitops/" + Shop.NAME + "/quarantine";

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public String title() {
        return "Prod gets " + Shop.BAD + ", which is bad: back to what was proved, and nobody promotes it again";
    }

    @Override
    public void act(Scene scene) {
        List<String> image = List.of("--image", Shop.IMAGE + "=" + Shop.BAD);
        scene.approve(PLACE, image, "It looked good");
        List<String> bad = scene.promotion(PLACE, image);
        scene.run(0, bad);
        scene.run(
                0,
                List.of(
                        "rollback",
                        "--repository",
                        scene.url(),
                        "--application",
                        Shop.NAME,
                        "--environment",
                        PLACE.environment(),
                        "--reason",
                        "The checkout fails"));
        scene.run(1, bad);
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        Program git = Program.git(scene.clone(PLACE.branch()));
        git.run("revert", "--no-edit", "HEAD");
        git.run("push", "-q");
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        Path clone = scene.clone(PLACE.branch());
        Unproved.unless(
                Files.readString(clone.resolve(PLACE.file())).equals(PLACE.manifest(Shop.NEW)),
                PLACE.file() + " does not say " + Shop.NEW);
        Unproved.unless(Files.exists(clone.resolve(HOLD)), "there is no " + HOLD);
        String message = Program.git(clone).run("log", "-1", "--format=%B");
        String bad = Program.git(clone).run("rev-parse", "HEAD~1").strip();
        Unproved.unless(message.contains("Gitops-Undoes: " + bad), "the commit undoes something else: " + message);
        String quarantined = quarantined(scene.clone("main"));
        Unproved.unless(quarantined.contains(Shop.BAD), Shop.BAD + " is not in quarantine: " + quarantined);
        return "git clone: " + PLACE.file() + " says " + Shop.NEW + ", the commit undoes " + bad + ", prod is held, "
                + Shop.BAD + " in quarantine";
    }

    private static String quarantined(Path clone) throws IOException {
        if (!Files.exists(clone.resolve(QUARANTINE))) {
            return "";
        }
        StringBuilder found = new StringBuilder();
        try (Stream<Path> files = Files.list(clone.resolve(QUARANTINE))) {
            for (Path file : files.toList()) {
                found.append(Files.readString(file));
            }
        }
        return found.toString();
    }
}
