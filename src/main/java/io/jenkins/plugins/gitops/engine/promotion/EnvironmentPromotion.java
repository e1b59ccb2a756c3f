package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.VersionOrder;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.CombinedEdit;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promoting into an environment as {@code gitops.yaml} declares it: which branch and folder, by what rules, and what the
 * commit says. Images are given, or a version is carried from another environment.
 */
public final class EnvironmentPromotion {
    /** What a reason overrides, as {@link Trailer#FORCED} says it. */
    static final String OVERRIDDEN = BranchOrders.RULE + ", hold, quarantine";

    private final ConfigRepository repository;
    private final Application application;
    private final Environment environment;
    private final Clock clock;

    public EnvironmentPromotion(
            ConfigRepository repository, Application application, Environment environment, Clock clock) {
        this.repository = repository;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The request to write images.
     *
     * @throws IOException where the environment has no branch to write to, the version has no order where one is
     *     declared, or Git cannot be asked
     */
    public PromotionRequest ofImages(List<ImageEdit.Image> images, Requester requester) throws IOException {
        String what = images.stream().map(ImageEdit.Image::toString).collect(Collectors.joining(", "));
        Version version = Version.of(images);
        return request(
                requester,
                new Proposed(
                        application,
                        environment,
                        version,
                        null,
                        other -> new ImageEdit(other.target().manifests(), images),
                        requester.build()),
                order(version, requester),
                null,
                "Promote " + application.name() + " to " + environment.name() + ": " + what);
    }

    /**
     * The request to carry the version that another environment was last proved to run. Where none was proved it ends
     * GATED.
     *
     * @throws IOException as {@link #ofImages}, and where this environment does not come after that one
     */
    public PromotionRequest fromProved(Environment source, Requester requester) throws IOException {
        EnvironmentBefore before = new EnvironmentBefore(repository, application, environment);
        Optional<String> proved = before.proved(source, requester);
        return proved.isPresent()
                ? from(source, proved.get(), requester)
                : new PromotionRequest(
                                requester.id(),
                                EnvironmentBranch.of(repository, application, environment),
                                tree -> List.of(),
                                "Promote " + application.name(),
                                Trailers.none(),
                                requester.author())
                        .withRules(List.of(before.nothingProved(source)));
    }

    /**
     * The request to carry the version that another environment had at a commit. It keeps its order.
     *
     * @throws IOException as {@link #ofImages}, and where the commit is unknown
     */
    public PromotionRequest from(Environment source, String commit, Requester requester) throws IOException {
        Mirror mirror = repository.mirror();
        TreeReader tree = mirror.tree(commit);
        String folder = source.target().manifests();
        Version version = new CarryEdit(application.promotes(), tree, folder, folder).version(commit);
        Optional<Order> had = application.order() == VersionOrder.ANCESTRY
                ? Optional.of(new Order.Commit(mirror.commit(commit).id()))
                : orderOf(source, commit);
        Requester ordered = withOrder(requester, had);
        String id = mirror.commit(commit).id();
        Proposed proposed = new Proposed(
                application,
                environment,
                version,
                id,
                other -> new CarryEdit(
                        application.promotes(), tree, folder, other.target().manifests()),
                requester.build());
        return request(
                ordered,
                proposed,
                order(version, ordered),
                source.name() + "@" + id,
                "Promote " + application.name() + " from " + source.name() + " to " + environment.name() + ": "
                        + version);
    }

    /** The order that an environment's version had at a commit, as its trailers say. */
    Optional<Order> orderOf(Environment source, String commit) throws IOException {
        String stream = Trailers.stream(application.name(), source.name());
        return BranchOrders.latest(repository.mirror(), stream, commit, any -> true)
                .flatMap(last -> last.trailers().get(Trailer.ORDER))
                .flatMap(Order::parse);
    }

    private static Requester withOrder(Requester requester, Optional<Order> found) {
        return found.isEmpty()
                ? requester
                : new Requester(
                        requester.id(),
                        requester.subject(),
                        requester.build(),
                        requester.actor(),
                        found.get(),
                        requester.reason(),
                        requester.author());
    }

    @CheckForNull
    private Order order(Version version, Requester requester) throws GitException {
        Order said = requester.order();
        if (application.order() == VersionOrder.ANCESTRY) {
            return said instanceof Order.Commit ? said : null;
        }
        if (application.order() == VersionOrder.BUILD || said instanceof Order.Version) {
            return said;
        }
        return version.semantic()
                .orElseThrow(() -> new GitException(
                        GitException.Reason.REFUSED,
                        application.name() + " is ordered by semantic version, and " + version
                                + " holds not exactly one; expected a tag such as 1.4.2, or an order of its own"));
    }

    private PromotionRequest request(
            Requester requester,
            Proposed proposed,
            @CheckForNull Order order,
            @CheckForNull String from,
            String subject)
            throws IOException {
        Version version = proposed.version();
        Holds holds = new Holds(application.name(), environment.name());
        Trailers trailers = Trailers.of(application.name(), environment.name(), version.toString(), requester.build())
                .with(Trailer.ORDER, order == null ? null : order.toString())
                .with(Trailer.FROM, from)
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason())
                .with(Trailer.FORCED, requester.forces() ? OVERRIDDEN : null);
        // forced past a hold, the environment is no longer what was held
        TreeEdit edit = proposed.into().apply(environment);
        TreeEdit whole = requester.forces() ? new CombinedEdit(List.of(edit, holds.release())) : edit;
        PromotionRequest request = new PromotionRequest(
                requester.id(),
                EnvironmentBranch.of(repository, application, environment),
                environment.gates().isEmpty() ? whole : new GatedEdit(whole, proposed, null),
                requester.subject() == null ? subject : requester.subject(),
                trailers,
                requester.author());
        return requester.forces() ? request : request.withRules(List.of(holds.rule(clock), notInQuarantine(version)));
    }

    private TipRule notInQuarantine(Version version) throws IOException {
        Quarantine quarantine = new Quarantine(application.name());
        if (repository.isReadFrom(environment.target())) {
            return quarantine.rule(tip -> tip, () -> version, clock); // the push itself covers it
        }
        RecentTree declared = new RecentTree(repository, clock);
        return quarantine.rule(tip -> declared.tree(), () -> version, clock);
    }
}
