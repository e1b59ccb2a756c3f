package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.CombinedEdit;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Going back to an earlier version of an environment: a new commit that carries what made that version and says what it
 * undoes. It holds the environment there, and puts the version it undoes into quarantine for the others.
 */
public final class EnvironmentRollback {
    private final ConfigRepository repository;
    private final Application application;
    private final Environment environment;
    private final Clock clock;

    /**
     * What is to be done.
     *
     * @param rollback the rollback itself, with the hold
     * @param quarantine what keeps the undone version out of other environments, where that stands on another branch;
     *     to be made after the rollback
     * @param version what is gone back to
     * @param quarantined the versions that are put into quarantine
     */
    public record Plan(
            PromotionRequest rollback,
            Optional<PromotionRequest> quarantine,
            String version,
            List<String> quarantined) {

        public Plan {
            quarantined = List.copyOf(quarantined);
        }

        /** Both, in the order they are made. */
        public List<PromotionRequest> requests() {
            return Stream.concat(Stream.of(rollback), quarantine.stream()).toList();
        }
    }

    /**
     * What is undone and gone back to. Decided once: when it is planned again after a restart, the environment may be
     * rolled back already.
     *
     * @param branch the environment's
     * @param tip where that stood
     * @param target the commit to go back to
     */
    public record Choice(String branch, String tip, String target) {}

    public EnvironmentRollback(
            ConfigRepository repository, Application application, Environment environment, Clock clock) {
        this.repository = repository;
        this.application = application;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Decides what to go back to, and plans it.
     *
     * @param wanted as {@link #choose}
     * @param proved as {@link #choose}
     * @param until when the hold ends by itself; null: when it is released
     */
    public Plan plan(@CheckForNull String wanted, List<String> proved, @CheckForNull Instant until, Requester requester)
            throws IOException {
        return plan(choose(wanted, proved), until, requester);
    }

    /**
     * Decides what to go back to.
     *
     * @param wanted a commit, branch or tag, or a version that was promoted here; null: the last one that was proved
     * @param proved the commits that were proved live here, the newest first
     * @throws IOException where there is no such version, or Git cannot be asked
     */
    public Choice choose(@CheckForNull String wanted, List<String> proved) throws IOException {
        String branch = branch();
        String tip = tip(branch);
        return new Choice(branch, tip, wanted == null ? lastProved(proved, tip) : another(named(wanted, tip), tip));
    }

    private String branch() throws IOException {
        if (TagPromotion.isFor(environment)) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    environment.name() + " of " + application.name()
                            + " stands on a tag: go back by promoting the earlier commit into it, forced with a reason,"
                            + " and hold it there");
        }
        return EnvironmentBranch.of(repository, application, environment);
    }

    private String tip(String branch) throws IOException {
        Mirror mirror = repository.mirror();
        return mirror.resolve("refs/heads/" + branch)
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND, mirror.url() + " has no branch \"" + branch + "\""));
    }

    /**
     * Decides to undo what a commit brought, and nothing else.
     *
     * @param bad the commit
     * @param proved the commits that were proved live here, the newest first
     * @throws IOException where the environment has something else by now, nothing was proved, or Git cannot be asked
     */
    public Choice chooseInsteadOf(String bad, List<String> proved) throws IOException {
        String branch = branch();
        String tip = tip(branch);
        if (stillHas(bad).objection(repository.mirror().tree(tip)).isPresent()) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    environment.name() + " no longer has what commit " + bad + " brought; nothing is rolled back");
        }
        return new Choice(branch, tip, lastProved(proved, tip));
    }

    /**
     * Plans it.
     *
     * @param choice from {@link #choose}
     * @param until when the hold ends by itself; null: when it is released
     * @throws IOException where Git cannot be asked
     */
    public Plan plan(Choice choice, @CheckForNull Instant until, Requester requester) throws IOException {
        if (requester.reason() == null) {
            throw new GitException(GitException.Reason.REFUSED, "A rollback says why: expected a reason");
        }
        String branch = choice.branch();
        String tip = choice.tip();
        String target = choice.target();
        Version present = carry(tip).version(tip);
        Version version = carry(target).version(target);
        Instant now = clock.instant();
        String by = requester.actor() == null ? requester.author().name() : requester.actor();
        Restriction hold =
                new Restriction(Restriction.Kind.HOLD, version.toString(), by, requester.reason(), now, until);
        List<Restriction> bad = present.without(version).stream()
                .map(each -> new Restriction(Restriction.Kind.QUARANTINE, each, by, requester.reason(), now, null))
                .toList();
        List<TreeEdit> edits = new ArrayList<>();
        edits.add(carry(target));
        edits.add(new Holds(application.name(), environment.name()).place(hold));
        TreeEdit quarantine = new Quarantine(application.name()).place(bad);
        boolean together = branch.equals(repository.branch());
        if (together) {
            edits.add(quarantine);
        }
        Trailers trailers = Trailers.of(application.name(), environment.name(), version.toString(), requester.build())
                .with(Trailer.ACTION, Trailers.ROLLBACK)
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason())
                .with(Trailer.ORDER, orderOf(target).map(Order::toString).orElse(null))
                .with(Trailer.FROM, environment.name() + "@" + target)
                .with(Trailer.UNDOES, undone(tip))
                .with(Trailer.FORCED, EnvironmentPromotion.OVERRIDDEN);
        List<String> undone = bad.stream().map(Restriction::version).toList();
        Trailers ofQuarantine = Trailers.of(application.name(), null, String.join(", ", undone), requester.build())
                .with(Trailer.ACTION, "quarantine")
                .with(Trailer.ACTOR, requester.actor())
                .with(Trailer.REASON, requester.reason());
        PromotionRequest rollback = new PromotionRequest(
                requester.id(),
                branch,
                new CombinedEdit(edits),
                requester.subject() == null
                        ? "Roll " + application.name() + " in " + environment.name() + " back to " + version
                        : requester.subject(),
                together && !bad.isEmpty() ? List.of(trailers, ofQuarantine) : List.of(trailers),
                requester.author(),
                PromotionRequest.TIMEOUT,
                null,
                false,
                List.of(stillHas(tip)));
        Optional<PromotionRequest> apart = together || bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new PromotionRequest(
                        requester.id() + "/quarantine",
                        repository.branch(),
                        quarantine,
                        "Put " + String.join(", ", undone) + " of " + application.name() + " into quarantine",
                        ofQuarantine,
                        requester.author()));
        return new Plan(rollback, apart, version.toString(), undone);
    }

    /** What is undone is what was seen: nothing that came in between. */
    private TipRule stillHas(String commit) throws IOException {
        CarryEdit present = carry(commit);
        return tip -> present.apply(tip).isEmpty()
                ? Optional.empty()
                : Optional.of(new TipRule.Objection(
                        PromotionVerdict.SUPERSEDED,
                        "Another version of " + application.name() + " came to " + environment.name()
                                + " meanwhile; roll back again to undo that"));
    }

    private CarryEdit carry(String commit) throws IOException {
        String folder = environment.target().manifests();
        return new CarryEdit(application.promotes(), repository.mirror().tree(commit), folder, folder);
    }

    private Optional<Order> orderOf(String commit) throws IOException {
        return new EnvironmentPromotion(repository, application, environment, clock).orderOf(environment, commit);
    }

    private String lastProved(List<String> proved, String tip) throws IOException {
        List<Restriction> quarantined = new Quarantine(application.name()).on(repository.tree());
        int unreadable = 0;
        for (String commit : proved) {
            try {
                CarryEdit edit = carry(commit);
                Version version = edit.version(commit);
                boolean bad = quarantined.stream()
                        .anyMatch(each -> each.isActive(clock.instant()) && version.isPart(each.version()));
                if (!bad && !edit.apply(repository.mirror().tree(tip)).isEmpty()) {
                    return commit;
                }
            } catch (GitException e) {
                if (!ProvedCommits.hasNoVersion(e)) {
                    throw e;
                }
                unreadable++; // rewritten away, without what is carried, or with two of it: an older one may do
            }
        }
        throw new GitException(
                GitException.Reason.NOT_FOUND,
                "No other version of " + application.name() + " was proved healthy in " + environment.name()
                        + (unreadable == 0 ? "" : " that can still be read (" + unreadable + " cannot)")
                        + "; name the commit or version to go back to");
    }

    private String another(String target, String tip) throws IOException {
        if (carry(target).apply(repository.mirror().tree(tip)).isEmpty()) {
            throw new GitException(
                    GitException.Reason.REFUSED,
                    environment.name() + " of " + application.name() + " has "
                            + carry(target).version(target) + " already; hold it to keep it there");
        }
        return target;
    }

    private String named(String wanted, String tip) throws IOException {
        Mirror mirror = repository.mirror();
        Optional<String> commit = mirror.resolve(wanted);
        if (commit.isPresent()) {
            return commit.get();
        }
        return latest(
                        tip,
                        promotion ->
                                Version.isNamed(promotion.get(Trailer.VERSION).orElse(""), wanted))
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND,
                        "There is no commit " + wanted + ", and no such version of " + application.name()
                                + " was ever promoted to " + environment.name()));
    }

    /** The commit that brought the present version; the tip where no promotion says so. */
    private String undone(String tip) throws IOException {
        return latest(tip, any -> true).orElse(tip);
    }

    private Optional<String> latest(String tip, Predicate<Trailers> fits) throws IOException {
        String stream = Trailers.stream(application.name(), environment.name());
        return BranchOrders.latest(repository.mirror(), stream, tip, fits).map(BranchOrders.Standing::commit);
    }
}
