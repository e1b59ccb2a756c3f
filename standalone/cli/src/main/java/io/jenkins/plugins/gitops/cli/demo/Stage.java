package io.jenkins.plugins.gitops.cli.demo;

import java.io.IOException;

/** One stage of the demo: it does something, claims something, and the claim is checked without the engine. */
interface Stage {

    /** What {@code --break} calls it. */
    String name();

    /** What it does, for people. */
    String title();

    /** Does it. */
    void act(Scene scene) throws IOException, InterruptedException;

    /** Makes the claim false, to show that the check can fail. */
    void spoil(Scene scene) throws IOException, InterruptedException;

    /**
     * Checks the claim from outside the engine.
     *
     * @return what was seen, for people
     * @throws Unproved where the claim does not hold
     */
    String check(Scene scene) throws IOException, InterruptedException;
}
