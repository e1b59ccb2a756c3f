package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import java.util.List;
import java.util.Optional;

/**
 * A promotion that is about to be written, as its gates look at it.
 *
 * @param application what is promoted
 * @param environment where to
 * @param version what its version is called, the same text in every environment
 * @param images the references that are promoted, such as {@code shop/web:1.4.2@sha256:…}
 * @param commit the commit that the version comes from; empty where nobody knows
 * @param proposed the environment's manifests as the promotion would make them
 * @param current the environment's manifests as they are in Git now
 * @param promoters who promotes, by Jenkins user id; empty where nobody in person does
 * @param build the build that promotes; empty where none does
 */
public record Candidate(
        Application application,
        Environment environment,
        String version,
        List<String> images,
        Optional<String> commit,
        Rendered proposed,
        Rendered current,
        List<String> promoters,
        Optional<String> build) {

    public Candidate {
        images = List.copyOf(images);
        promoters = List.copyOf(promoters);
    }
}
