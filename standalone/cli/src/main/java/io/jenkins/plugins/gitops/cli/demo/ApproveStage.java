package io.jenkins.plugins.gitops.cli.demo;

import io.jenkins.plugins.gitops.cli.demo.Shop.Place;
import java.io.IOException;
import java.util.List;

/** Somebody else than who promotes agrees to exactly this version, and Git keeps it. */
final class ApproveStage implements Stage {
    private static final Place PLACE = Shop.PROD;

    @Override
    public String name() {
        return "approve";
    }

    @Override
    public String title() {
        return Shop.APPROVER + " agrees to what staging has proved, and to nothing else";
    }

    @Override
    public void act(Scene scene) {
        scene.approve(PLACE, List.of("--from", Shop.STAGING.environment()), "Tried it in staging");
    }

    /** Takes back the last thing that was noted. */
    @Override
    public void spoil(Scene scene) throws IOException, InterruptedException {
        Program git = scene.notes();
        git.run("push", "-q", "--force", "origin", "FETCH_HEAD~1:" + Scene.NOTES);
    }

    @Override
    public String check(Scene scene) throws IOException, InterruptedException {
        String line = scene.notes()
                .run("log", "-1", "-p", "--format=", "FETCH_HEAD")
                .lines()
                .filter(each -> each.startsWith("+{"))
                .reduce("", (first, last) -> last);
        Unproved.unless(
                line.contains("\"verdict\":\"APPROVED\"")
                        && line.contains("\"by\":\"" + Shop.APPROVER + "\"")
                        && line.contains("\"environment\":\"" + PLACE.environment() + "\""),
                "the last note is no approval by " + Shop.APPROVER + ": " + line);
        return "git fetch: the last line of " + Scene.NOTES + " is " + Shop.APPROVER + "'s approval for "
                + PLACE.environment();
    }
}
