package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Watches one environment. It decides on the monitor's one thread, whenever something new is known or a time has come,
 * and waits for nobody there.
 */
final class EnvironmentMonitor implements AutoCloseable {
    /** While not everything can be seen, what else cannot is told so often at most. */
    private static final Duration NEWS = Duration.ofSeconds(5);

    private final MonitoredPlace place;
    private final Environment environment;
    private final LiveIndex index;
    private final MonitorContext context;
    private final MonitorThreads threads;
    private final Runnable askGit;
    private final EnvironmentView view;
    private final EnvironmentDesire desire;
    private final DriftPolicyRules rules;
    private final DriftLedger ledger = new DriftLedger();
    private final EnvironmentHealer healer;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile boolean closed;

    // of the deciding thread

    @CheckForNull
    private List<String> toldUnknown;

    private String toldRevision = "";

    private Instant toldAt = Instant.MIN;

    @CheckForNull
    private ScheduledFuture<?> next;

    /** @param askGit asks the environment's repository soon, and not too often */
    EnvironmentMonitor(
            MonitoredPlace place,
            Environment environment,
            LiveIndex index,
            MonitorContext context,
            MonitorThreads threads,
            Runnable askGit) {
        this.place = place;
        this.environment = environment;
        this.index = index;
        this.context = context;
        this.threads = threads;
        this.askGit = askGit;
        Tracking tracking = new Tracking(context.installation(), place.application(), place.environment());
        Differ differ = new Differ(environment.ignoreDifferences());
        this.view = new EnvironmentView(tracking, differ, this::wake);
        this.desire = new EnvironmentDesire(environment, tracking, index, view);
        this.rules = DriftPolicyRules.of(environment);
        Healing healing = new Healing(environment, index, tracking, differ, rules, context.turns(), context.clock());
        this.healer = new EnvironmentHealer(place, healing, context, threads, this::wake);
    }

    Environment environment() {
        return environment;
    }

    /**
     * Takes what Git says; called by one thread at a time, which may wait for Git and the cluster.
     *
     * @return whether that could be taken
     */
    boolean desire(GitEnvironmentSource source, RefSnapshot refs, Instant began) {
        desire.take(source, refs, began);
        wake();
        return desire.trouble().isEmpty();
    }

    /** Git could not be asked. */
    void troubled(String why) {
        desire.troubled(why);
        wake();
    }

    @Override
    public void close() {
        closed = true;
        healer.close();
        index.hide(view);
    }

    private void wake() {
        if (!closed && queued.compareAndSet(false, true)) {
            threads.decide(this::look);
        }
    }

    private void look() {
        queued.set(false);
        if (closed) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        Instant now = context.clock().instant();
        List<String> unseen = new ArrayList<>(index.unseen(view));
        if (!desire.trouble().isEmpty()) {
            unseen.add(desire.trouble());
        }
        Due due = new Due();
        tellSight(unseen, due, now);
        if (view.isBegun()) {
            Map<ResourceKey, Difference> drifting = drifting(due, now);
            boolean everything = view.size() > 1
                    && drifting.values().stream()
                                    .filter(difference -> difference.desired() != null)
                                    .count()
                            == view.size();
            if (unseen.isEmpty() && view.isComplete()) {
                healer.heal(
                        new EnvironmentHealer.Patient(
                                ledger.open(),
                                ledger::changed,
                                drifting,
                                everything,
                                this::isAutoscaled,
                                desire.revision().orElse(""),
                                this::isAskedSince),
                        due,
                        now);
            }
        }
        due.earliest().ifPresent(time -> next = threads.decideIn(Duration.between(now, time), this::look));
    }

    private void tellSight(List<String> unseen, Due due, Instant now) {
        List<String> unknown = new ArrayList<>(unseen);
        unknown.addAll(desire.unread());
        String revision = desire.revision().orElse("");
        if (!unknown.isEmpty()) {
            boolean another = toldUnknown != null && !toldUnknown.isEmpty();
            if (unknown.equals(toldUnknown)) {
                return;
            }
            if (another && now.isBefore(toldAt.plus(NEWS))) {
                due.at(toldAt.plus(NEWS)); // one watch after the other is lost: that is one piece of news
            } else {
                toldUnknown = unknown;
                toldAt = now;
                tell(new MonitorEvent.Unknown(now, place, unknown));
            }
        } else if (view.isComplete()
                && (toldUnknown == null || !toldUnknown.isEmpty() || !revision.equals(toldRevision))) {
            toldUnknown = unknown;
            toldRevision = revision;
            tell(new MonitorEvent.Seen(now, place, revision, view.size()));
        }
    }

    /** Brings the ledger up to date; what cannot be seen stays as it stands there. */
    private Map<ResourceKey, Difference> drifting(Due due, Instant now) {
        Map<ResourceKey, Difference> drifting = new LinkedHashMap<>();
        for (Difference difference : view.differences()) {
            ResourceKey key = difference.key();
            if (index.isSeen(view, key)) {
                Optional<ResourceDiff> drift = drift(difference).flatMap(rules::notAllowed);
                if (drift.isPresent()) {
                    drifting.put(key, difference);
                    count(drift.get(), due, now);
                }
            }
        }
        ledger.pending().stream()
                .filter(key -> !drifting.containsKey(key) && index.isSeen(view, key))
                .forEach(ledger::settle);
        for (DriftRecord record : ledger.open()) {
            ResourceKey key = record.resource();
            if (!drifting.containsKey(key) && index.isSeen(view, key) && !healer.isUnderWay(key)) {
                tell(new MonitorEvent.Resolved(now, place, ledger.end(key), healer.resolved(key, now)));
            }
        }
        return drifting;
    }

    private Optional<ResourceDiff> drift(Difference difference) {
        ResourceKey key = difference.key();
        ResourceDiff diff = isAutoscaled(key) ? difference.diff().autoscaled() : difference.diff();
        if (diff.delivered()) {
            view.delivered(key);
        }
        return OtherHand.of(diff, difference.standing(), environment.delivery());
    }

    /** A difference counts once it is steady, and Git was asked since: it may be a commit that is just delivered. */
    private void count(ResourceDiff drift, Due due, Instant now) {
        ResourceKey key = drift.key();
        Instant since = ledger.differs(drift, now);
        boolean current = isAskedSince(ledger.changed(key));
        Instant steady = since.plus(context.settings().steady());
        if (!ledger.isOpen(key) && now.isBefore(steady)) {
            due.at(steady);
            return;
        }
        if (!current) {
            return; // looked at again when Git has answered
        }
        if (!ledger.isOpen(key)) {
            healer.drifted(key, now);
        }
        DriftPolicy.Action action = rules.action(drift);
        if (!ledger.isRecorded(drift, action)) {
            healer.changed(key);
        }
        ledger.record(drift, action, now).ifPresent(record -> {
            tell(new MonitorEvent.Drifted(now, place, desire.revision().orElse(""), record));
            if (action == DriftPolicy.Action.APPROVE) {
                healer.refuse(Optional.of(key), "Not asked about: approvals of drift are not acted on yet", now);
            }
        });
    }

    private boolean isAutoscaled(ResourceKey key) {
        return index.isAutoscaled(key) || view.declaresAutoscalerOf(key);
    }

    private boolean isAskedSince(Instant time) {
        boolean asked = !desire.asked().isBefore(time);
        if (!asked && desire.trouble().isEmpty()) { // what troubles is tried again by itself, with pauses
            askGit.run();
        }
        return asked;
    }

    private void tell(MonitorEvent event) {
        context.listener().accept(event);
    }
}
