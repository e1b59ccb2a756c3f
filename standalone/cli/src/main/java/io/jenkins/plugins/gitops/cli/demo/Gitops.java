package io.jenkins.plugins.gitops.cli.demo;

import java.util.List;

/** Runs the command as a terminal would. */
public interface Gitops {

    /** Runs it to its end. */
    Ended run(List<String> arguments);

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
}
