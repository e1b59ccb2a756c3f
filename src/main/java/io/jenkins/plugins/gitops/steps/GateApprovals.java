package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.console.HyperlinkNote;
import io.jenkins.plugins.gitops.approval.Answer;
import io.jenkins.plugins.gitops.approval.ApprovalsAction;
import io.jenkins.plugins.gitops.approval.WaitingPromotion;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.promotion.Approvable;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentApproval;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentApproval.Word;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotionRequest;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The approvals that a promotion waits for: told in the log, shown on a page of the build, and given there. */
final class GateApprovals implements WaitingPromotion, Serializable {
    private static final long serialVersionUID = 1L;

    private final PromoteExecution execution;

    /** The ids of what the log was told can be approved. Never changed, only replaced. */
    private volatile HashSet<String> told = new HashSet<>();

    /** Null before anything was shown. */
    @CheckForNull
    private transient volatile List<State> states;

    /** The page that shows it; null while it is on none. */
    @CheckForNull
    private transient volatile Shown shown;

    GateApprovals(PromoteExecution execution) {
        this.execution = execution;
    }

    /** Tells what an approval would be given to. */
    @FunctionalInterface
    interface Look {
        List<Approvable> at(EnvironmentApproval approval) throws IOException;
    }

    private record Shown(ApprovalsAction page, String node) {}

    /** Gates hold the promotion up: where some ask people, it comes to the page, or is shown there as it stands now. */
    void ask(Look look, Mirror mirror, Evaluation gates, Map<String, Instant> since)
            throws IOException, InterruptedException {
        List<State> asking = new ArrayList<>();
        try {
            for (Approvable each : look.at(Connections.get().approval(mirror))) {
                if (!each.asking().isEmpty()) {
                    Evaluation own = gates.of(each.application());
                    asking.add(new State(each, own, since, BuildPromoters.of(execution.build())));
                }
            }
        } catch (IOException nothingToApprove) {
            asking.clear(); // the promotion's next turn says what it is
        }
        if (asking.isEmpty()) {
            close();
            return;
        }
        states = List.copyOf(asking);
        show();
        for (State each : asking) {
            tellOnce(each);
        }
    }

    private void tellOnce(State state) throws IOException, InterruptedException {
        Approvable approvable = state.approvable();
        HashSet<String> more = new HashSet<>(told);
        if (isAsked(approvable, state.gates()) && more.add(approvable.id())) {
            told = more;
            String page = "/" + execution.build().getUrl() + ApprovalsAction.URL_NAME + "/";
            execution.say(approvable.name() + " waits for an approval of " + approvable.version() + ": "
                    + HyperlinkNote.encodeTo(page, "Approvals"));
        }
    }

    private void show() throws IOException, InterruptedException {
        if (shown == null) {
            Shown where = new Shown(
                    ApprovalsAction.of(execution.build()), execution.node().getId());
            where.page().add(where.node(), this);
            shown = where;
        }
        if (execution.hasEnded()) {
            close(); // since it was shown
        }
    }

    private static boolean isAsked(Approvable approvable, Evaluation gates) {
        List<String> holding = gates.holding().stream().map(GateResult::name).toList();
        return approvable.asking().stream().map(Gate.Approval::name).anyMatch(holding::contains);
    }

    /** It waits no more. Returns at once. */
    void close() {
        Shown where = shown;
        shown = null;
        if (where != null) {
            where.page().remove(where.node());
        }
    }

    @Override
    public List<State> states() {
        List<State> shows = states;
        return shows == null ? List.of() : shows;
    }

    @Override
    public CompletableFuture<Void> answer(Answer answer) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        execution.background().execute(() -> {
            try {
                give(answer).whenComplete((kept, failure) -> {
                    if (failure == null) {
                        kept.forEach(this::tell);
                        execution.askAgain();
                        taken.complete(null);
                    } else {
                        taken.completeExceptionally(failure);
                    }
                });
            } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                taken.completeExceptionally(failure);
            }
        });
        return taken;
    }

    private CompletableFuture<List<NoteRecord>> give(Answer answer) throws IOException, InterruptedException {
        if (execution.hasEnded()) {
            throw new AbortException(Messages.GateApprovals_over());
        }
        ConfigRepository repository = execution.repository();
        EnvironmentApproval approval = Connections.get().approval(repository.mirror());
        List<Approvable> all = now(repository, approval);
        Approvable now = all.stream()
                .filter(each -> each.id().equals(answer.proposal()))
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.GateApprovals_changed(
                        all.stream().map(Approvable::name).collect(Collectors.joining(", ")))));
        Gate.Approval gate = now.asking().stream()
                .filter(each -> each.name().equals(answer.gate()))
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.GateApprovals_noGate(now.name(), answer.gate())));
        Optional<String> refusal = answer.approver()
                .refusal(
                        gate,
                        BuildPromoters.of(execution.build()),
                        Connections.get().identities());
        if (refusal.isPresent()) {
            throw new AbortException(refusal.get());
        }
        return approval.give(
                now,
                gate.name(),
                new Word(
                        answer.approver().user(),
                        answer.approver().groups(),
                        answer.approves(),
                        answer.reason(),
                        BuildIdentity.person(),
                        BuildIdentity.name(execution.build())));
    }

    private List<Approvable> now(ConfigRepository repository, EnvironmentApproval approval)
            throws IOException, InterruptedException {
        PromotionPlan plan = execution.plan();
        Optional<TagPromotionRequest> tag = plan.byTag(repository, execution.carried());
        return tag.isPresent()
                ? List.of(approval.look(tag.get()))
                : approval.look(plan.request(repository, execution.carried()));
    }

    private void tell(NoteRecord kept) {
        execution.attempt(() -> execution.say(kept.time() + ": " + kept.by()
                + (kept.verdict().equals(NoteRecord.APPROVED) ? " approved " : " rejected ") + kept.application() + " "
                + kept.environment() + " at gate " + kept.gate() + ": " + kept.reason()));
    }
}
