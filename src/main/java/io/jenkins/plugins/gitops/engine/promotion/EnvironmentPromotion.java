package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promoting images into an environment as {@code gitops.yaml} declares it: which branch and folder, what the commit
 * says.
 *
 * @param application the application
 * @param environment where to
 * @param images what to write
 */
public record EnvironmentPromotion(Application application, Environment environment, List<ImageEdit.Image> images) {

    public EnvironmentPromotion {
        images = List.copyOf(images);
    }

    /**
     * The request for it.
     *
     * @param id the same for every attempt at this promotion, and no other's
     * @param subject of the commit; null: says what is promoted where
     * @param build the build that promotes; null where none does
     * @throws IOException where the environment has no branch to write to, or Git cannot be asked for the default one
     */
    public PromotionRequest request(
            String id, Mirror mirror, @CheckForNull String subject, @CheckForNull String build, Person author)
            throws IOException {
        String what = images.stream().map(ImageEdit.Image::toString).collect(Collectors.joining(", "));
        String version =
                images.stream().map(image -> image.reference().toString()).collect(Collectors.joining(", "));
        return new PromotionRequest(
                id,
                branch(mirror),
                new ImageEdit(environment.target().manifests(), images),
                subject == null ? "Promote " + application.name() + " to " + environment.name() + ": " + what : subject,
                Trailers.of(application.name(), environment.name(), version, build),
                author);
    }

    private String branch(Mirror mirror) throws IOException {
        Target target = environment.target();
        if (target instanceof Target.Branch branch) {
            return branch.branch();
        }
        if (target instanceof Target.Tag tag) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    "Environment " + environment.name() + " stands on the tag " + tag.tag()
                            + "; promotion by tag is not there yet, only into branches and folders");
        }
        Optional<String> declared = ((Target.Folder) target).branch();
        return declared.isPresent()
                ? declared.get()
                : mirror.defaultBranch()
                        .orElseThrow(() -> new GitException(
                                GitException.Reason.NOT_FOUND,
                                mirror.url() + " names no default branch; give environment " + environment.name()
                                        + " one in gitops.yaml"));
    }
}
