package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides which drifts of an environment are healed, and when, and says why one is not. All of it on the monitor's
 * deciding thread; the writing alone is elsewhere.
 */
final class EnvironmentHealer implements AutoCloseable {
    /** How long Git's word counts as current before something is written on it. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final MonitoredPlace place;
    private final Healing healing;
    private final MonitorContext context;
    private final MonitorThreads threads;
    private final Runnable wake;
    private final HealBackoff backoff = new HealBackoff();
    private final Set<ResourceKey> healed = new HashSet<>();
    private final Map<Optional<ResourceKey>, String> refused = new HashMap<>();
    private volatile boolean closed;

    /** The one that is being written: one at a time, so that a slow cluster does not hold all the monitor's threads. */
    @CheckForNull
    private ResourceKey underWay;

    EnvironmentHealer(
            MonitoredPlace place, Healing healing, MonitorContext context, MonitorThreads threads, Runnable wake) {
        this.place = place;
        this.healing = healing;
        this.context = context;
        this.threads = threads;
        this.wake = wake;
    }

    /**
     * What there is to heal.
     *
     * @param open the drifts that are on
     * @param changed when what differs of a resource last became another
     * @param differences what of them was seen last
     * @param rules what is to be healed
     * @param everything whether every object of the environment has drifted
     * @param autoscaled whether an autoscaler sets a workload's replicas
     * @param revision what Git says
     * @param askedSince whether Git was asked since a time; asks where it was not
     */
    record Patient(
            Collection<DriftRecord> open,
            Function<ResourceKey, Instant> changed,
            Map<ResourceKey, Difference> differences,
            DriftPolicyRules rules,
            boolean everything,
            Predicate<ResourceKey> autoscaled,
            String revision,
            Predicate<Instant> askedSince) {}

    /** Begins to heal what is due. */
    void heal(Patient patient, Due due, Instant now) {
        if (!patient.everything()) {
            refused.remove(Optional.<ResourceKey>empty());
        }
        for (DriftRecord drift : patient.open()) {
            Difference difference = patient.differences().get(drift.resource());
            if (drift.action() == DriftPolicy.Action.HEAL && difference != null) {
                heal(drift, difference, patient, due, now);
            }
        }
    }

    private void heal(DriftRecord drift, Difference difference, Patient patient, Due due, Instant now) {
        ResourceKey key = drift.resource();
        boolean autoscaled = patient.autoscaled().test(key);
        if (key.equals(underWay)) {
            return;
        }
        if (patient.everything()) {
            refuse(
                    Optional.empty(),
                    "Nothing is healed: every object differs, which is more likely a mistake here or in Git than"
                            + " somebody's hand; a sync puts them back",
                    now);
            return;
        }
        Optional<String> refusal = healing.refusal(difference, autoscaled, patient.rules());
        if (refusal.isPresent()) {
            refuse(Optional.of(key), refusal.get(), now);
            return;
        }
        if (backoff.isLost(key, drift.lastSeen(), now)) {
            refuse(
                    Optional.of(key),
                    "No longer healed: it was put back " + HealBackoff.MOST + " times, and "
                            + (drift.by().manager().isEmpty()
                                    ? "somebody"
                                    : drift.by().manager())
                            + " changed it again each time",
                    now);
            return;
        }
        Instant time = backoff.due(key, now);
        if (time.isAfter(now)) {
            due.at(time);
        } else if (underWay == null
                && patient.askedSince()
                        .test(later(now.minus(FRESH), patient.changed().apply(key)))) {
            underWay = key;
            threads.work(() -> write(difference, autoscaled, patient));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** It may have had to wait for its turn, so that what it was decided on is looked at again. */
    private void write(Difference difference, boolean autoscaled, Patient patient) {
        if (closed) {
            return;
        }
        ResourceKey key = difference.key();
        try {
            boolean stands = patient.autoscaled().test(key) == autoscaled;
            Optional<ResourceOutcome> outcome =
                    stands ? healing.heal(difference, autoscaled, patient.rules()) : Optional.empty();
            threads.decide(() -> written(key, outcome, patient.revision()));
        } catch (ClusterException | RuntimeException e) {
            threads.decide(() -> failed(key, e));
        }
    }

    private void written(ResourceKey key, Optional<ResourceOutcome> outcome, String revision) {
        underWay = null;
        if (closed) {
            return;
        }
        Instant now = context.clock().instant();
        if (outcome.isEmpty()) {
            backoff.missed(key, now);
        } else if (outcome.get().action() == ResourceOutcome.Action.APPLIED) {
            backoff.healed(key, now);
            healed.add(key);
            context.listener()
                    .accept(new MonitorEvent.Healed(
                            now, place, revision, key, outcome.get().message()));
        } else {
            backoff.failed(key, now); // the server finds it in order; its watch will say so
        }
        wake.run();
    }

    private void failed(ResourceKey key, Exception why) {
        underWay = null;
        if (closed) {
            return;
        }
        Instant now = context.clock().instant();
        if (why instanceof ClusterException e && e.reason() == ClusterException.Reason.UNREACHABLE) {
            backoff.postpone(key, now.plus(LiveIndex.PAUSE));
        } else {
            backoff.failed(key, now);
        }
        refuse(Optional.of(key), "Could not be healed: " + why.getMessage(), now);
        wake.run();
    }

    /** Begins nothing more, and says nothing more. */
    @Override
    public void close() {
        closed = true;
    }

    /** Whether somebody is just putting it back, so that it is too early to say that it is over. */
    boolean isUnderWay(ResourceKey key) {
        return key.equals(underWay);
    }

    /** A resource drifts. */
    void drifted(ResourceKey key, Instant now) {
        backoff.drifted(key, now);
    }

    /** Somebody has changed it, whatever was put back before. */
    void changed(ResourceKey key) {
        healed.remove(key);
    }

    /** A resource is as Git says again; whether it was put back from here. */
    boolean resolved(ResourceKey key, Instant now) {
        backoff.resolved(key, now);
        refused.remove(Optional.of(key));
        // whoever is told takes this as the end of it, and hears it again where everything differs without this one too
        refused.remove(Optional.<ResourceKey>empty());
        return healed.remove(key);
    }

    /** Says, once, why something is not done. */
    void refuse(Optional<ResourceKey> key, String reason, Instant now) {
        if (!reason.equals(refused.put(key, reason))) {
            context.listener().accept(new MonitorEvent.Refused(now, place, key, reason));
        }
    }
}
