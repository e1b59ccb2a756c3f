package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.util.List;
import java.util.function.Function;

/**
 * A version that is promoted, as its gates look at it.
 *
 * @param application what is promoted
 * @param environment where to
 * @param version the version
 * @param commit the commit that it is carried from; null where images are given
 * @param into the edit that would bring the version into an environment of the application
 * @param build the build that promotes; null where none does
 */
record Proposed(
        Application application,
        Environment environment,
        Version version,
        @CheckForNull String commit,
        Function<Environment, TreeEdit> into,
        @CheckForNull String build) {

    List<String> images() {
        return version.images().stream().map(ImageReference::toString).toList();
    }
}
