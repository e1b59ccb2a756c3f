package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.Order;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Promoting into an environment that stands on a tag, as {@code gitops.yaml} declares it: what is tagged, under which
 * name, by what rules, and what the tag says.
 */
public final class TagPromotion {
    private final ConfigRepository repository;
    private final Application application;
    private final Environment environment;
    private final Clock clock;

    /** @param rules of the promotion beside the declared ones */
    private record Tagged(
            String commit,
            @CheckForNull Order order,
            @CheckForNull String from,
            List<TipRule> rules) {}

    public TagPromotion(ConfigRepository repository, Application application, Environment environment, Clock clock) {
        this.repository = repository;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    /** What a tag is made of. */
    public sealed interface Source {

        /**
         * What was proved live last in the environment before. Where nothing was the promotion ends GATED.
         *
         * @param environment its name
         * @param commit what an earlier plan found to be proved there; null for what is now
         */
        record OfEnvironment(
                String environment, @CheckForNull String commit) implements Source {

            /** What is proved now. */
            public OfEnvironment(String environment) {
                this(environment, null);
            }
        }

        /**
         * A commit.
         *
         * @param revision a commit's id, a branch or a tag
         */
        record Revision(String revision) implements Source {}
    }

    /** Whether an environment stands on a tag, and is promoted into so. */
    public static boolean isFor(Environment environment) {
        return environment.target() instanceof Target.Tag;
    }

    /**
     * The request to tag a commit. The server is asked what the source stands at; everything else is found out when
     * promoting.
     *
     * @param next how the version is found; empty: from the commits, where the environment has versions
     * @throws IOException with a sentence where this cannot be promoted by tag, or the source is not there
     */
    public TagPromotionRequest of(Source source, Optional<NextVersion> next, Requester requester) throws IOException {
        if (!(environment.target() instanceof Target.Tag tag)) {
            throw refused(environment.name() + " of " + application.name()
                    + " stands on no tag: promote images or another environment's state into its branch or folder");
        }
        if (application.source().repository().isPresent()) {
            throw refused(application.name() + " has its manifests in the repository \""
                    + application.source().repository().get()
                    + "\"; only what stands beside gitops.yaml can be tagged");
        }
        if (VersionPrefix.of(tag.tag()).isEmpty() && next.isPresent()) {
            throw refused(environment.name() + " of " + application.name() + " stands on the moving tag " + tag.tag()
                    + ", which has no versions");
        }
        Tagged tagged = source instanceof Source.OfEnvironment from
                ? ofEnvironment(from, requester)
                : ofRevision(((Source.Revision) source).revision(), requester);
        Order order = tagged.order();
        Trailers trailers = Trailers.of(application.name(), environment.name(), null, requester.build())
                .with(Trailer.ORDER, order == null ? null : order.toString())
                .with(Trailer.FROM, tagged.from())
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason())
                .with(Trailer.FORCED, requester.forces() ? EnvironmentPromotion.OVERRIDDEN : null);
        return new TagPromotionRequest(
                requester.id(),
                tag.tag(),
                tagged.commit(),
                next.orElse(new NextVersion.Computed()),
                folders(tag),
                requester.subject(),
                trailers,
                requester.author(),
                PromotionRequest.TIMEOUT,
                false,
                Stream.of(tagged.rules(), declared(tagged.commit(), requester), gates(tagged.commit(), requester))
                        .flatMap(List::stream)
                        .toList(),
                null);
    }

    private List<TipRule> gates(String commit, Requester requester) throws IOException {
        if (environment.gates().isEmpty()) {
            return List.of();
        }
        TreeReader tagged = repository.mirror().tree(commit);
        return List.of(new TagGates(new Proposed(
                application,
                environment,
                new Version(List.of(), commit),
                commit,
                other -> tree -> TagGates.differing(tree, tagged, other),
                requester.build())));
    }

    /** A tag holds no file beside it: hold and quarantine of such an environment stand on the configured ref. */
    private List<TipRule> declared(String commit, Requester requester) {
        if (requester.forces()) {
            return List.of();
        }
        String folder = environment.target().manifests();
        TipRule notHeld = tip ->
                new Holds(application.name(), environment.name()).rule(clock).objection(repository.tree());
        TipRule notInQuarantine = new Quarantine(application.name())
                .rule(
                        tip -> repository.tree(),
                        () -> new CarryEdit(
                                        application.promotes(),
                                        repository.mirror().tree(commit),
                                        folder,
                                        folder)
                                .version(commit),
                        clock);
        return List.of(notHeld, notInQuarantine);
    }

    private Tagged ofEnvironment(Source.OfEnvironment from, Requester requester) throws IOException {
        Environment source = repository.environment(application, from.environment());
        EnvironmentBefore before = new EnvironmentBefore(repository, application, environment);
        Optional<String> proved = from.commit() == null ? before.proved(source, requester) : Optional.of(from.commit());
        Mirror mirror = repository.mirror();
        if (proved.isEmpty()) {
            String tip = EnvironmentRef.of(mirror, source).tip(mirror);
            return new Tagged(tip, null, null, List.of(before.nothingProved(source)));
        }
        String commit = mirror.commit(proved.get()).id();
        Order had = new EnvironmentPromotion(repository, application, environment, clock)
                .orderOf(source, commit)
                .orElse(null);
        return new Tagged(commit, had, source.name() + "@" + commit, List.of());
    }

    private Tagged ofRevision(String revision, Requester requester) throws IOException {
        Mirror mirror = repository.mirror();
        String commit = mirror.resolve(revision)
                .orElseThrow(() -> new GitException(
                        Reason.NOT_FOUND, mirror.url() + " has no commit, branch or tag \"" + revision + "\""));
        return new Tagged(commit, requester.order(), null, List.of());
    }

    /** What belongs to the application: its folder, and the environment's where that is another one. */
    private Set<String> folders(Target.Tag tag) {
        String ofApplication = application.source().path();
        if (ofApplication.isEmpty()) {
            return Set.of();
        }
        Set<String> folders = new LinkedHashSet<>(Set.of(ofApplication));
        if (!tag.path().isEmpty()) {
            folders.add(tag.path());
        }
        return folders;
    }

    private static GitException refused(String sentence) {
        return new GitException(Reason.REFUSED, sentence);
    }
}
