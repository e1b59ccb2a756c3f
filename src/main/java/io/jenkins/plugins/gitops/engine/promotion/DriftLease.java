package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.ConfigurationProblem;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.application.LeaseReader;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Allowing drift until a time, and ending that before: files on the ref of {@code gitops.yaml}, as promotions are made. */
public final class DriftLease {
    private static final int NAME = 60;
    private static final int DIGITS = 10;

    private final ConfigRepository repository;
    private final Application application;
    private final Environment environment;
    private final Clock clock;

    /** @param environment for which it is asked; a lease of its whole cluster is about others too */
    public DriftLease(ConfigRepository repository, Application application, Environment environment, Clock clock) {
        this.repository = repository;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The request to allow drift; a lease of the same scope is replaced.
     *
     * @param until when that ends by itself
     * @throws IllegalArgumentException where nobody could read it, before anything is pushed
     */
    public PromotionRequest allow(Lease.Scope scope, Instant until, Requester requester) throws IOException {
        if (requester.reason() == null) {
            throw new GitException(GitException.Reason.REFUSED, "A lease says why: expected a reason");
        }
        Lease lease = new Lease(
                scope,
                requester.actor() == null ? requester.author().name() : requester.actor(),
                requester.reason(),
                clock.instant(),
                until);
        String path = file(scope);
        try {
            new LeaseReader().check(path, lease);
        } catch (ConfigurationProblem e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        FileChange file = FileChange.write(path, lease.toYaml());
        return request("lease", tree -> List.of(file), "Allow drift of " + name(scope) + " until " + until, requester);
    }

    /** The request to end the leases of exactly this scope, whatever their files are called: people write some by hand. */
    public PromotionRequest end(Lease.Scope scope, Requester requester) throws IOException {
        TreeEdit edit = tree -> new LeaseReader()
                .read(tree).entrySet().stream()
                        .filter(file -> file.getValue().scope().equals(scope))
                        .map(file -> FileChange.delete(file.getKey()))
                        .toList();
        return request("end-lease", edit, "Allow drift of " + name(scope) + " no longer", requester);
    }

    private PromotionRequest request(String action, TreeEdit edit, String subject, Requester requester)
            throws IOException {
        Trailers trailers = Trailers.of(application.name(), environment.name(), null, requester.build())
                .with(Trailer.ACTION, action)
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason());
        return new PromotionRequest(
                requester.id(),
                repository.branch(),
                edit,
                requester.subject() == null ? subject : requester.subject(),
                trailers,
                requester.author());
    }

    private static String name(Lease.Scope scope) {
        String where = scope.cluster().isEmpty()
                ? (scope.application() + " " + scope.environment()).strip()
                : "cluster " + scope.cluster();
        return scope.resource().isEmpty() ? where : scope.resource() + " of " + where;
    }

    /** A file for each scope, named so that people know it and no two share it. */
    private static String file(Lease.Scope scope) {
        String readable = name(scope).replaceAll("[^A-Za-z0-9.]+", "-");
        String shown = readable.substring(0, Math.min(readable.length(), NAME));
        return Lease.FOLDER + "/" + shown + "-"
                + CarriedContent.digest(scope.toString()).substring(0, DIGITS) + ".yaml";
    }
}
