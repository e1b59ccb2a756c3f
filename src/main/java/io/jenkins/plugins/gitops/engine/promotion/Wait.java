package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.delivery.Deliverer;
import io.jenkins.plugins.gitops.engine.delivery.Observation;
import io.jenkins.plugins.gitops.engine.delivery.PodTroubles;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.delivery.Sight;
import io.jenkins.plugins.gitops.engine.delivery.Word;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.GitException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Waits until exactly one commit is live: a state machine that is asked to look, and says when to look again. It holds
 * no thread and keeps nothing that a new one could not find out, so a wait goes on after a restart with the same
 * request.
 *
 * <p>State is read before it is watched, who delivers is heard about this very revision, and what cannot be seen is
 * never green.
 */
public final class Wait implements AutoCloseable {
    /** How long nothing could be seen before that is the answer; a restart of an API server is shorter. */
    static final Duration BLIND = Duration.ofMinutes(2);

    /** How long the word of who delivers may lag behind the cluster and still be asked for often. */
    private static final Duration LAGGING = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofMillis(250);

    private final WaitRequest request;
    private final EnvironmentSource source;
    private final Deliverer deliverer;
    private final Sight observer;
    private final PodTroubles troubles;
    private final Clock clock;
    private final Whereabouts whereabouts;
    private final Failing failing = new Failing();

    @CheckForNull
    private Instant steadySince;

    @CheckForNull
    private Instant blindSince;

    @CheckForNull
    private Observation last;

    public Wait(
            WaitRequest request,
            EnvironmentSource source,
            Deliverer deliverer,
            Sight observer,
            PodTroubles troubles,
            Clock clock) {
        this.request = request;
        this.source = source;
        this.deliverer = deliverer;
        this.observer = observer;
        this.troubles = troubles;
        this.clock = clock;
        this.whereabouts = new Whereabouts(source, request.commit(), clock);
    }

    /** One look at Git, at who delivers and at the cluster. Not for two threads at once. */
    public Look look() {
        List<String> unclear = new ArrayList<>();
        try {
            whereabouts.refresh();
        } catch (GitException e) {
            // no waiting mends a credential
            return done(WaitVerdict.UNKNOWN, null, List.of("Git could not be asked: " + e.getMessage()));
        }
        whereabouts.silence().ifPresent(why -> unclear.add("Git could not be asked: " + why));
        Look look = null;
        String tip = whereabouts.tip();
        if (tip != null) {
            look = switch (whereabouts.relation()) {
                case REPLACED ->
                    done(WaitVerdict.SUPERSEDED, null, List.of("Commit " + tip + " took the place of its change"));
                case NOT_YET -> again("Waiting for the commit to come to " + source.ref(), whereabouts.next());
                case TIP, INCLUDED -> lookAtCluster(tip, unclear);
            };
        }
        return look instanceof Look.Done ? look : orEnd(look, unclear);
    }

    @CheckForNull
    private Look lookAtCluster(String tip, List<String> unclear) {
        try {
            DesiredState desired = source.desired(tip);
            Word word = deliverer.advance(desired);
            if (word instanceof Word.Refused refused) {
                return done(WaitVerdict.BLOCKED, null, List.of(refused.why()));
            }
            Observation observation = observer.observe(desired);
            last = observation;
            unclear.addAll(observation.unseen());
            if (word instanceof Word.Untold untold) {
                unclear.add(untold.why());
            }
            return decide(tip, observation, word, unclear.isEmpty());
        } catch (ClusterException e) {
            steadySince = null;
            if (e.reason() == ClusterException.Reason.UNAUTHORIZED) {
                return done(WaitVerdict.UNKNOWN, null, List.of(e.getMessage())); // no waiting mends a credential
            }
            unclear.add(e.getMessage());
            return null;
        } catch (IOException e) {
            steadySince = null;
            Optional<GitException.Reason> git = GitException.behind(e).map(GitException::reason);
            if (git.filter(GitException.Reason.UNAUTHORIZED::equals).isPresent()) {
                return done(WaitVerdict.UNKNOWN, null, List.of(e.getMessage()));
            }
            if (GitException.mayPass(e)) {
                unclear.add(e.getMessage());
                return null;
            }
            return done(WaitVerdict.BLOCKED, null, List.of(e.getMessage()));
        }
    }

    private Look decide(String tip, Observation observation, Word word, boolean clear) throws ClusterException {
        Instant now = clock.instant();
        boolean live = clear && observation.isLive(request.suspended());
        boolean delivered = clear && (word instanceof Word.Delivered || word instanceof Word.Silent);
        // where the cluster is seen it is steady since then: who delivers may notice later, and is asked at the end
        boolean counts = live && (delivered || !observation.resources().isEmpty());
        steadySince = !counts ? null : steadySince == null ? now : steadySince;
        if (delivered && live) {
            Instant proved = steadySince.plus(request.steady());
            if (!now.isBefore(proved)) {
                boolean exact = tip.equals(request.commit());
                return done(exact ? WaitVerdict.LIVE : WaitVerdict.INCLUDED_IN_NEWER, tip, List.of());
            }
            return again("Healthy, until it has been so for " + request.steady().toSeconds() + " s", proved);
        }
        boolean brought = delivered || word instanceof Word.Failed;
        if (brought && observation.isInSync()) {
            List<String> hopeless = failing.hopeless(word, now);
            hopeless.addAll(failing.hopeless(observation.resources(), troubles.of(observation.resources()), now));
            if (!hopeless.isEmpty()) {
                return done(WaitVerdict.DEGRADED, tip, hopeless);
            }
        }
        Instant next = whereabouts.next();
        if (word instanceof Word.Working working) {
            return again(working.what(), earlier(next, askAgain(working, now)));
        }
        List<String> causes = observation.causes(request.suspended());
        Instant wake = failing.next().map(grace -> earlier(next, grace)).orElse(next);
        return again(causes.isEmpty() ? "Waiting" : causes.get(0), earlier(wake, troubles.next(now)));
    }

    /** Sooner than they say where the cluster is live for as long as wanted, and only the word of who delivers lags. */
    private Instant askAgain(Word.Working working, Instant now) {
        Instant usual = now.plus(working.again());
        if (steadySince == null) {
            return usual;
        }
        Instant proved = steadySince.plus(request.steady());
        if (now.isBefore(proved)) {
            return earlier(usual, proved);
        }
        return now.isBefore(proved.plus(LAGGING)) ? earlier(usual, now.plus(SOON)) : usual;
    }

    /** The look as it is, unless the deadline has passed or nothing could be seen for too long. */
    private Look orEnd(@CheckForNull Look look, List<String> unclear) {
        Instant now = clock.instant();
        blindSince = unclear.isEmpty() ? null : blindSince == null ? now : blindSince;
        boolean over = !now.isBefore(request.deadline());
        if (!unclear.isEmpty() && (over || !now.isBefore(blindSince.plus(BLIND)))) {
            return done(WaitVerdict.UNKNOWN, null, unclear);
        }
        if (over) {
            List<String> causes = new ArrayList<>(last == null ? List.of() : last.causes(request.suspended()));
            String status = look instanceof Look.Again waiting ? waiting.status() : "Nothing was seen in time";
            if (!causes.contains(status)) {
                causes.add(0, status); // who delivers knows more than the cluster shows
            }
            return done(WaitVerdict.TIMED_OUT, null, causes);
        }
        Instant soon = now.plusSeconds(1);
        Look.Again again = look instanceof Look.Again waiting
                ? waiting
                : new Look.Again(soon, unclear.isEmpty() ? "Waiting" : unclear.get(0));
        return new Look.Again(earlier(again.at(), request.deadline()), again.status());
    }

    private static Look again(String status, Instant at) {
        return new Look.Again(at, status);
    }

    private Look done(WaitVerdict verdict, @CheckForNull String liveCommit, List<String> causes) {
        List<ResourceState> resources =
                Optional.ofNullable(last).map(Observation::resources).orElse(List.of());
        return new Look.Done(new WaitResult(verdict, request.commit(), liveCommit, causes, resources));
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }

    /** Ends the watches; a sync under way stops between two objects. */
    @Override
    public void close() {
        observer.close();
        deliverer.close();
    }
}
