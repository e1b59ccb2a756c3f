package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fills the config repository. */
final class RepositoryStage implements Stage {

    @Override
    public String name() {
        return "repository";
    }

    @Override
    public String title() {
        return "A config repository: dev and staging are folders, prod is a branch; all run " + Shop.OLD;
    }

    @Override
    public void act(Scene scene) throws IOException, InterruptedException {
        scene.createRepository();
        Path work = scene.workTree();
        Program git = Program.git(work);
        Files.writeString(work.resolve("gitops.yaml"), Shop.configuration());
        write(work, Shop.DEV);
        write(work, Shop.STAGING);
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The shop in dev and staging");
        git.run("checkout", "-q", "--orphan", Shop.PROD.branch());
        git.run("rm", "-rfq", ".");
        write(work, Shop.PROD);
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The shop in prod");
        git.run("push", "-q", "origin", "main", Shop.PROD.branch());
        scene.run(0, List.of("validate", "--repository", scene.url()));
    }

    private static void write(Path work, Place place) throws IOException {
        Files.createDirectories(work.resolve(place.folder()));
        Files.writeString(work.resolve(place.file()), place.manifest(Shop.OLD));
    }

    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        Program git = Program.git(scene.clone("main"));
        git.run("rm", "-q", "gitops.yaml");
        git.run("commit", "-q", "-m", "Take gitops.yaml away");
        git.run("push", "-q");
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        Path main = scene.clone("main");
        Unproved.unless(Files.exists(main.resolve("gitops.yaml")), "a clone of main has no gitops.yaml");
        for (Place place : Shop.PLACES) {
            Path file = scene.clone(place.branch()).resolve(place.file());
            Unproved.unless(
                    Files.exists(file) && Files.readString(file).contains(Shop.OLD),
                    place.branch() + " has no " + place.file() + " with " + Shop.OLD);
        }
        return "git clone: gitops.yaml, and " + Shop.OLD + " in all three";
    }
}
