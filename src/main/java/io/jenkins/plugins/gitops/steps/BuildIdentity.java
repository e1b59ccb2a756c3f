package io.jenkins.plugins.gitops.steps;

import hudson.model.Run;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.net.URI;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Which build it was, and who commits for it. */
final class BuildIdentity {
    private BuildIdentity() {}

    /** The build's address, or its name where this Jenkins does not know its own. */
    static String name(Run<?, ?> build) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? build.getExternalizableId() : root + build.getUrl();
    }

    static Person person() {
        String host = Optional.ofNullable(Jenkins.get().getRootUrl())
                .map(root -> URI.create(root).getHost())
                .orElse("localhost");
        return new Person("Jenkins", "jenkins@" + host);
    }
}
