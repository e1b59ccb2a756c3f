package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Holding an environment where it is, and letting go of it; letting a version out of quarantine. */
public final class EnvironmentHold {
    private final ConfigRepository repository;
    private final Application application;
    private final Environment environment;
    private final Clock clock;

    public EnvironmentHold(ConfigRepository repository, Application application, Environment environment, Clock clock) {
        this.repository = repository;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The request to hold it at what it has.
     *
     * @param until when the hold ends by itself; null: when it is released
     */
    public PromotionRequest hold(@CheckForNull Instant until, Requester requester) throws IOException {
        if (requester.reason() == null) {
            throw new GitException(GitException.Reason.REFUSED, "A hold says why: expected a reason");
        }
        repository.requireHere(application);
        Mirror mirror = repository.mirror();
        String tip = EnvironmentRef.of(mirror, environment).tip(mirror);
        String folder = environment.target().manifests();
        Version version = new CarryEdit(application.promotes(), mirror.tree(tip), folder, folder).version(tip);
        Restriction hold = new Restriction(
                Restriction.Kind.HOLD,
                version.toString(),
                requester.actor() == null ? requester.author().name() : requester.actor(),
                requester.reason(),
                clock.instant(),
                until);
        return request(
                "hold",
                holds().place(hold),
                branch(),
                "Hold " + name() + " at " + version,
                requester,
                Optional.empty());
    }

    /** The request to let go of it. */
    public PromotionRequest release(Requester requester) throws IOException {
        return request("release", holds().release(), branch(), "Release " + name(), requester, Optional.empty());
    }

    /** The request to let a version out of quarantine. */
    public PromotionRequest releaseVersion(String version, Requester requester) throws IOException {
        TreeEdit edit = new Quarantine(application.name()).release(version);
        String subject = "Let " + version + " of " + application.name() + " out of quarantine";
        return request("release", edit, repository.branch(), subject, requester, Optional.of(version));
    }

    /** Where the hold stands: beside what is held, or for a tag, which has no files of its own, on the configured ref. */
    private String branch() throws IOException {
        return TagPromotion.isFor(environment)
                ? repository.branch()
                : EnvironmentBranch.of(repository, application, environment);
    }

    private Holds holds() {
        return new Holds(application.name(), environment.name());
    }

    private String name() {
        return application.name() + " " + environment.name();
    }

    private PromotionRequest request(
            String action,
            TreeEdit edit,
            String branch,
            String subject,
            Requester requester,
            Optional<String> version) {
        Trailers trailers = Trailers.of(application.name(), environment.name(), version.orElse(null), requester.build())
                .with(Trailer.ACTION, action)
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason());
        return new PromotionRequest(
                requester.id(),
                branch,
                edit,
                requester.subject() == null ? subject : requester.subject(),
                trailers,
                requester.author());
    }
}
