package io.jenkins.plugins.gitops.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs the command as a terminal would. */
public interface Gitops {

    /** Runs it to its end. */
    Ended run(List<String> arguments);

    /** Starts what runs until it is interrupted. */
    Running start(List<String> arguments);

    /** The same, run by somebody else. */
    Gitops as(String person);

    /**
     * How it ended.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Ended(int status, String out, String err) {}

    /** A command that runs until it is closed. */
    interface Running extends AutoCloseable {

        /** The next line of its standard output; empty where it has ended, or none came in time. */
        Optional<String> line(Duration patience) throws InterruptedException;

        /** Its standard error so far. */
        String err();

        /** Interrupts it and waits until it has ended. */
        @Override
        void close();
    }
}
