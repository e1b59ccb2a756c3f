package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.OpenResult;
import io.jenkins.plugins.gitops.engine.forge.Proposal;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.forge.PullRequest.State;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.HeadBranch.Owner;
import io.jenkins.plugins.gitops.engine.promotion.HeadBranch.Standing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A promotion by pull request: a state machine that is asked to look, does what is to be done, and says when to look
 * again. It holds no thread. What it knows stands in Git and at the host, so that after a restart a new one goes on with
 * the same plan and the trace of the old one.
 *
 * <p>There is one branch for an application and environment, and so never two pull requests: a newer promotion takes the
 * place of an older one in it. A host's word decides when to look, and the base itself whether the change is there.
 */
public final class PullRequestPromotion {
    private static final Duration LAG = Duration.ofMinutes(2);
    private static final int REFUSALS = 5;

    private final Mirror mirror;
    private final Forge forge;
    private final PullRequestPlan plan;
    private final PromotionRequest promotion;
    private final PullRequestListener listener;
    private final Clock clock;
    private final LookPace pace;
    private final PullRequestReport report;
    private final Arrival arrival;
    private final HeadBranch branch;
    private final PullRequestText text;
    private final PullRequestDressing dressing;
    private final PullRequestGates gates;
    private final AutomaticMerge merge;
    private final BranchOrders orders = new BranchOrders();

    private PullRequestTrace trace;
    private int refusals;

    /** Whether the pull request's words are known to be about the head as it is. */
    private boolean described;

    /** When the host was first seen to call it merged. */
    @CheckForNull
    private Instant merged;

    /** Until when the change may be rendered; null where it is not being described. */
    @CheckForNull
    private Instant rendering;

    /** The pull request as last seen; null where there is none. */
    @CheckForNull
    private PullRequest seen;

    /**
     * One that has not begun, or goes on after a restart.
     *
     * @param gate asked while the pull request is open, and before a merge by itself
     * @param trace what was kept of it; {@link PullRequestTrace#NONE} at first
     */
    public PullRequestPromotion(
            Mirror mirror,
            Forge forge,
            PullRequestPlan plan,
            MergeGate gate,
            PullRequestTrace trace,
            PullRequestListener listener,
            Clock clock) {
        this.mirror = mirror;
        this.forge = forge;
        this.plan = plan;
        this.promotion = plan.promotion();
        this.trace = trace;
        this.listener = listener;
        this.clock = clock;
        this.pace = new LookPace(plan, clock);
        this.report = new PullRequestReport(mirror, promotion);
        this.arrival = new Arrival(mirror, promotion);
        this.branch = new HeadBranch(mirror, plan, arrival);
        this.text = new PullRequestText(promotion);
        this.dressing = new PullRequestDressing(forge, plan.policy());
        this.gates = new PullRequestGates(gate, new GateStatuses(forge, promotion, clock), report, clock);
        this.merge = new AutomaticMerge(forge, text, plan.policy().method(), gates, clock);
    }

    /**
     * One look, and what follows from it. Not for two threads at once.
     *
     * @throws IOException where no waiting mends it, or nothing could be found out until the deadline
     */
    public PullRequestLook look() throws IOException {
        PullRequestLook look;
        try {
            look = turn();
        } catch (ForgeException e) {
            Optional<Instant> again = e.tryAgainAt();
            if (again.isEmpty() && e.reason() != ForgeException.Reason.UNREACHABLE || pace.isOver()) {
                throw e;
            }
            look = pace.again(again.orElse(null), e.getMessage());
        } catch (IOException e) {
            if (!GitException.mayPass(e) || pace.isOver()) {
                throw e;
            }
            look = pace.again(null, e.getMessage());
        }
        return look instanceof PullRequestLook.Again waiting && pace.isOver() ? late(waiting.status()) : look;
    }

    private PullRequestLook late(String status) throws IOException {
        return seen == null
                ? done(PromotionVerdict.CONFLICT, null, "Did not get through in time: " + status)
                : done(
                        PromotionVerdict.GATED,
                        null,
                        PullRequestReport.shown(seen) + " was not merged in time: " + status);
    }

    private PullRequestLook turn() throws IOException {
        String tip = mirror.resolve(promotion.ref())
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND, mirror.url() + " has no branch \"" + promotion.branch() + "\""));
        PullRequest now = trace.number() > 0
                ? forge.read(trace.number())
                : forge.find(plan.head(), promotion.branch()).orElse(null);
        seen = now;
        String before = trace.base();
        if (before != null) {
            Optional<String> arrived = arrival.on(tip, before, now);
            if (arrived.isPresent()) {
                return arrived(arrived.get(), tip, now);
            }
        }
        Standing head = branch.read();
        boolean open = now != null && now.state() == State.OPEN;
        if (now != null && !open) {
            return ended(now, head);
        }
        if (open && !now.base().equals(promotion.branch())) {
            return elsewhere(now);
        }
        Optional<TipRule.Objection> objection = objection(tip);
        if (objection.isPresent()) {
            return objected(objection.get(), now, head);
        }
        if (open && head.owner() == Owner.ANOTHER) {
            Optional<String> taken = taken(head);
            if (taken.isPresent()) {
                return done(PromotionVerdict.SUPERSEDED, null, taken.get());
            }
        }
        List<FileChange> changes = promotion.edit().apply(mirror.tree(tip));
        if (mirror.writeTree(tip, changes).equals(mirror.commit(tip).tree())) {
            return unchanged(tip, now, head);
        }
        return propose(tip, now, head, changes);
    }

    private Optional<TipRule.Objection> objection(String tip) throws IOException {
        Optional<TipRule.Objection> older = orders.objection(mirror, promotion, tip);
        return older.isPresent() ? older : TipRule.first(promotion.rules(), mirror.tree(tip));
    }

    /** The change is on the base. */
    private PullRequestLook arrived(String commit, String tip, @CheckForNull PullRequest now) throws IOException {
        String reason = "The change came to " + promotion.branch() + " with commit " + commit + ".";
        if (now != null && now.state() == State.OPEN) {
            boolean hostWillSee = mirror.isAncestor(now.headCommit(), tip);
            if (!hostWillSee && arrival.isMine(now.headCommit())) {
                close(now, reason);
            }
        } else if (now != null && now.state() == State.MERGED) {
            reason = PullRequestReport.shown(now) + " was merged.";
        }
        return done(PromotionVerdict.PROMOTED, commit, reason);
    }

    /** It was merged or closed, and the change is not on the base. */
    private PullRequestLook ended(PullRequest now, Standing head) throws IOException {
        boolean another = head.owner() == Owner.ANOTHER;
        if (another || now.state() == State.MERGED && !arrival.isMine(now.headCommit())) {
            return done(
                    PromotionVerdict.SUPERSEDED,
                    null,
                    "Another promotion took its place"
                            + (another ? " with commit " + head.there().id() : "") + ".");
        }
        if (now.state() == State.CLOSED) {
            return done(
                    PromotionVerdict.GATED, null, PullRequestReport.shown(now) + " was closed without being merged.");
        }
        if (merged == null) {
            merged = clock.instant();
        }
        if (clock.instant().isBefore(merged.plus(LAG))) {
            return pace.again(
                    null,
                    PullRequestReport.shown(now) + " is merged; waiting for " + promotion.branch() + " to show it");
        }
        return done(
                PromotionVerdict.CONFLICT,
                null,
                PullRequestReport.shown(now) + " was merged, and " + promotion.branch() + " does not hold its change.");
    }

    private PullRequestLook elsewhere(PullRequest now) throws IOException {
        String sentence = PullRequestReport.shown(now) + " goes into " + now.base() + " now, not into "
                + promotion.branch() + ": it is not merged by itself. Set its base back, or close it";
        return plan.waits() ? pace.again(null, sentence) : done(PromotionVerdict.GATED, null, sentence);
    }

    private PullRequestLook objected(TipRule.Objection objection, @CheckForNull PullRequest now, Standing head)
            throws IOException {
        boolean mine = now != null && head.owner() == Owner.THIS;
        if (mine && objection.verdict() == PromotionVerdict.SUPERSEDED) {
            close(now, objection.reason());
        } else if (mine && plan.waits()) {
            return pace.again(null, objection.reason());
        }
        return done(objection.verdict(), null, objection.reason());
    }

    /** Why another promotion keeps the pull request; empty where this one takes its place. */
    private Optional<String> taken(Standing head) throws IOException {
        Optional<TipRule.Objection> newer;
        try {
            newer = branch.objection(head);
        } catch (GitException e) {
            if (trace.number() == 0 || e.reason() != GitException.Reason.REFUSED) {
                throw e;
            }
            newer = Optional.empty(); // it was there first, and orders that do not compare were forced
        }
        if (newer.isPresent()) {
            return newer.map(TipRule.Objection::reason);
        }
        if (trace.number() == 0) {
            return Optional.empty();
        }
        // it came later, and is not older
        Trailers mine = promotion.trailers().get(0);
        Trailers theirs = head.trailers(mine);
        OptionalInt order = BranchOrders.compare(mirror, mine.get(Trailer.ORDER), theirs.get(Trailer.ORDER));
        return order.orElse(0) > 0
                ? Optional.empty()
                : Optional.of("Commit " + head.there().id() + ", "
                        + theirs.get(Trailer.VERSION).orElse("another version")
                        + ", took its place in the pull request.");
    }

    private PullRequestLook unchanged(String tip, @CheckForNull PullRequest now, Standing head) throws IOException {
        if (now != null && head.owner() == Owner.ANOTHER) {
            close(now, "A newer promotion wants " + promotion.branch() + " as it is at commit " + tip + ".");
        }
        return report.unchanged(tip);
    }

    private PullRequestLook propose(String tip, @CheckForNull PullRequest now, Standing head, List<FileChange> changes)
            throws IOException {
        if (head.owner() == Owner.SOMEBODY && (now != null || !branch.isIncluded(head.there(), tip))) {
            return strange(now, head);
        }
        boolean current = head.owner() == Owner.THIS && !isOutdated(now, head.there(), tip, changes);
        if (!current) {
            text.check(forge.kind());
            Optional<String> obstacle = push(tip, head, changes);
            if (obstacle.isPresent()) {
                refusals++;
                return refusals < REFUSALS
                        ? pace.again(null, obstacle.get())
                        : done(PromotionVerdict.CONFLICT, null, obstacle.get());
            }
        }
        if (!current || now == null || !described) {
            return open(tip, now, changes);
        }
        if (!trace.dressed()) {
            dressing.put(now.number());
            keep(trace.at(now.number()).whenDressed());
        }
        return settled(tip, now, head.there());
    }

    private Optional<String> push(String tip, Standing head, List<FileChange> changes) throws IOException {
        if (!trace.hasBegun()) {
            keep(trace.on(tip));
        }
        report.pushes();
        described = false;
        Optional<String> obstacle = branch.move(head, tip, changes, clock.instant());
        if (obstacle.isEmpty()) {
            gates.statuses().made();
            refusals = 0;
            pace.moved();
        }
        return obstacle;
    }

    /** Whether the head must be made anew on the base as it is now. */
    private boolean isOutdated(@CheckForNull PullRequest now, CommitInfo head, String tip, List<FileChange> changes)
            throws IOException {
        if (head.parents().contains(tip)) {
            return false;
        }
        if (!branch.isOnBase(head, tip)) {
            return true;
        }
        boolean stuck = now != null
                && switch (now.mergeability().answer()) {
                    case BEHIND, CONFLICTING -> true;
                    case MERGEABLE, CHECKING, BLOCKED, UNKNOWN -> false;
                };
        return stuck || !branch.holds(head, changes);
    }

    private PullRequestLook strange(@CheckForNull PullRequest now, Standing head) throws IOException {
        String what = plan.head() + " holds commit " + head.there().id() + ", which no promotion made";
        if (now == null) {
            return done(PromotionVerdict.CONFLICT, null, what + ". Delete the branch, then promote again.");
        }
        if (trace.number() == 0) {
            return done(
                    PromotionVerdict.CONFLICT,
                    null,
                    what + ". Merge or close " + PullRequestReport.shown(now) + " first.");
        }
        String sentence = what + ": it is not merged by itself";
        return plan.waits()
                ? pace.again(null, sentence)
                : done(PromotionVerdict.GATED, null, PullRequestReport.shown(now) + ": " + sentence);
    }

    private PullRequestLook open(String tip, @CheckForNull PullRequest now, List<FileChange> changes)
            throws IOException {
        String body = text.body(shown(tip, changes), forge.kind());
        if (now != null) {
            forge.rewrite(now, text.title(), body);
            return follow(now);
        }
        OpenResult result = forge.open(new Proposal(plan.head(), promotion.branch(), text.title(), body));
        if (result instanceof OpenResult.Opened opened) {
            return follow(opened.pullRequest());
        }
        if (result instanceof OpenResult.Existing existing) {
            forge.rewrite(existing.pullRequest(), text.title(), body);
            return follow(existing.pullRequest());
        }
        return pace.again(null, "The host sees nothing to merge yet");
    }

    private ShownChange shown(String tip, List<FileChange> changes) throws IOException {
        if (rendering == null) {
            rendering = pace.share();
        }
        ShownChange shown = plan.shown().show(mirror.tree(tip), changes, rendering, clock);
        rendering = null;
        return shown;
    }

    private PullRequestLook follow(PullRequest there) throws IOException {
        seen = there;
        described = true;
        pace.moved();
        keep(trace.at(there.number()));
        // looked at again: somebody may have moved the branch meanwhile
        return pace.now(PullRequestReport.shown(there) + " is open");
    }

    private PullRequestLook settled(String tip, PullRequest now, CommitInfo head) throws IOException {
        if (!plan.waits()) {
            return left(tip, now, head);
        }
        if (plan.policy().merge() == PullRequestPolicy.Merge.MANUAL) {
            MergeGate.Answer stand = gates.stand(now, head.id(), tip);
            return pace.againBy(
                    stand.again(),
                    "Waiting for somebody to merge " + PullRequestReport.shown(now)
                            + (stand.closed() == null ? "" : ", whose gates are not open: " + stand.closed()));
        }
        AutomaticMerge.Step step = merge.attempt(now, head.id(), tip);
        if (step instanceof AutomaticMerge.Step.NotYet later) {
            return pace.againBy(later.again(), PullRequestReport.shown(now) + " is not merged yet: " + later.why());
        }
        if (step instanceof AutomaticMerge.Step.Never never) {
            return done(
                    PromotionVerdict.CONFLICT,
                    head.id(),
                    PullRequestReport.shown(now) + " was not merged: " + never.why());
        }
        pace.moved();
        return pace.now(((AutomaticMerge.Step.Moved) step).what());
    }

    /** It is open, and nobody here waits for it. */
    private PullRequestLook left(String tip, PullRequest now, CommitInfo head) throws IOException {
        gates.stand(now, head.id(), tip);
        Optional<Instant> again = gates.statuses().again();
        if (again.isPresent() && !pace.isOver()) {
            return pace.again(
                    again.get(),
                    PullRequestReport.shown(now) + " is open."
                            + gates.statuses().notes());
        }
        return done(
                PromotionVerdict.GATED,
                head.id(),
                PullRequestReport.shown(now) + " is open." + dressing.notes()
                        + gates.statuses().notes());
    }

    private void close(PullRequest now, String reason) throws IOException {
        forge.rewrite(now, now.title(), "**Closed.** " + reason + "\n\n" + now.body());
        forge.close(now.number());
        seen = forge.read(now.number());
    }

    private void keep(PullRequestTrace next) throws IOException {
        listener.keep(next);
        trace = next;
    }

    private PullRequestLook.Done done(PromotionVerdict verdict, @CheckForNull String commit, String reason)
            throws IOException {
        return report.done(verdict, commit, seen, reason);
    }
}
