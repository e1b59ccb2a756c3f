package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final LeasedPolicy policy;
    private final DriftLedger ledger;
    private final EnvironmentHealer healer;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile boolean closed;

    // of the deciding thread

    @CheckForNull
    private List<String> toldUnknown;

    private DriftPolicyRules rules;

    private String toldRevision = "";

    private Instant toldAt = Instant.MIN;

    @CheckForNull
    private ScheduledFuture<?> next;

    /**
     * @param ledger what is known of its drifts; no other monitor's that is not closed
     * @param askGit asks the environment's repository soon, and not too often
     */
    EnvironmentMonitor(
            MonitoredPlace place,
            Environment environment,
            DriftLedger ledger,
            LiveIndex index,
            MonitorContext context,
            MonitorThreads threads,
            Runnable askGit) {
        this.place = place;
        this.environment = environment;
        this.ledger = ledger;
        this.index = index;
        this.context = context;
        this.threads = threads;
        this.askGit = askGit;
        Tracking tracking = new Tracking(context.installation(), place.application(), place.environment());
        Differ differ = new Differ(environment.ignoreDifferences());
        this.view = new EnvironmentView(tracking, differ, this::wake);
        this.desire = new EnvironmentDesire(environment, tracking, index, view);
        this.policy = new LeasedPolicy(environment);
        this.rules = DriftPolicyRules.of(environment);
        Healing healing = new Healing(environment, index, tracking, differ, context.turns(), context.clock());
        this.healer = new EnvironmentHealer(place, healing, context, threads, this::wake);
    }

    Environment environment() {
        return environment;
    }

    /**
     * Takes what Git says; called by one thread at a time, which may wait for Git and the cluster.
     *
     * @param leases what drift of it is allowed for a time
     * @return whether that could be taken
     */
    boolean desire(GitEnvironmentSource source, RefSnapshot refs, List<Lease> leases, Instant began) {
        policy.take(leases);
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

    /** The same where nobody goes on to watch the environment: its drifts are over for whoever counts them. */
    void end() {
        close();
        threads.decide(() -> {
            Instant now = context.clock().instant();
            ledger.open()
                    .forEach(drift -> tell(new MonitorEvent.Resolved(now, place, ledger.end(drift.resource()), false)));
        });
    }

    /** Its drifts, for who watches the environment after this one is closed. */
    DriftLedger ledger() {
        return ledger;
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
        rules = policy.at(now);
        policy.nextEnd(now).ifPresent(due::at);
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
                                rules,
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

    /**
     * Brings the ledger up to date. What cannot be seen stays as it stands there; so does what is not as Git says and may
     * be a commit that is still to come, since that puts nothing back.
     */
    private Map<ResourceKey, Difference> drifting(Due due, Instant now) {
        Map<ResourceKey, Difference> drifting = new LinkedHashMap<>();
        Set<ResourceKey> undecided = new HashSet<>();
        // before the differences: what comes to be seen meanwhile may differ and not be among them
        Set<ResourceKey> seen = Stream.concat(
                        ledger.pending().stream(), ledger.open().stream().map(DriftRecord::resource))
                .filter(key -> index.isSeen(view, key))
                .collect(Collectors.toSet());
        for (Difference difference : view.differences()) {
            ResourceKey key = difference.key();
            if (index.isSeen(view, key)) {
                ResourceDiff diff = counting(difference);
                Optional<ResourceDiff> theirs = OtherHand.of(diff, difference.standing(), environment.delivery());
                Optional<ResourceDiff> drift = theirs.flatMap(rules::notAllowed);
                if (theirs.isEmpty() && diff.change() != Change.NONE) {
                    undecided.add(key);
                } else if (drift.isPresent()) {
                    drifting.put(key, difference);
                    count(drift.get(), due, now);
                }
            } else {
                undecided.add(key);
            }
        }
        ledger.pending().stream()
                .filter(key -> !drifting.containsKey(key) && !undecided.contains(key) && seen.contains(key))
                .forEach(ledger::settle);
        for (DriftRecord record : ledger.open()) {
            ResourceKey key = record.resource();
            boolean over = !drifting.containsKey(key) && !undecided.contains(key) && !healer.isUnderWay(key);
            if (over && seen.contains(key)) {
                tell(new MonitorEvent.Resolved(now, place, ledger.end(key), healer.resolved(key, now)));
            }
        }
        return drifting;
    }

    private ResourceDiff counting(Difference difference) {
        ResourceKey key = difference.key();
        ResourceDiff diff = isAutoscaled(key) ? difference.diff().autoscaled() : difference.diff();
        if (diff.delivered()) {
            view.delivered(key);
        }
        return diff;
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
