package io.jenkins.plugins.gitops.approval;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Failure;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The page of a build on which its waiting promotions are approved. The build keeps nothing of it but that it is there:
 * after a restart the steps that go on waiting say so again.
 */
public final class ApprovalsAction implements RunAction2 {
    /** The page, below its build. */
    public static final String URL_NAME = "gitops-approvals";

    private static final Logger LOGGER = Logger.getLogger(ApprovalsAction.class.getName());
    private static final long PATIENCE_SECONDS = 60;

    private transient Run<?, ?> build;

    /** By the flow node of the step. */
    private transient Map<String, WaitingPromotion> waiting;

    private ApprovalsAction(Run<?, ?> build) {
        onLoad(build);
    }

    /** That of a build, made where there is none yet. */
    public static ApprovalsAction of(Run<?, ?> build) throws IOException {
        synchronized (build) {
            ApprovalsAction page = build.getAction(ApprovalsAction.class);
            if (page == null) {
                page = new ApprovalsAction(build);
                build.addAction(page);
                build.save();
            }
            return page;
        }
    }

    @Override
    public void onAttached(Run<?, ?> to) {
        build = to;
    }

    @Override
    public final void onLoad(Run<?, ?> of) {
        build = of;
        waiting = new ConcurrentSkipListMap<>();
    }

    /** A promotion begins to wait. */
    public void add(String node, WaitingPromotion promotion) {
        waiting.put(node, promotion);
    }

    /** It waits no more. */
    public void remove(String node) {
        waiting.remove(node);
    }

    /** The build, as Jenkins's own layout asks for it. */
    public Run<?, ?> getObject() {
        return build;
    }

    @CheckForNull
    @Override
    public String getIconFileName() {
        return waiting.isEmpty() ? null : "symbol-people";
    }

    @Override
    public String getDisplayName() {
        return Messages.ApprovalsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** What waits, as who looks may see it. */
    public List<PendingPromotion> getPromotions() {
        PendingGate.Viewer viewer = new PendingGate.Viewer(
                Approver.current(),
                build.hasPermission(GitOpsPermissions.APPROVE),
                Connections.get().identities());
        return waiting.entrySet().stream()
                .flatMap(entry -> entry.getValue().states().stream()
                        .map(state -> new PendingPromotion(entry.getKey(), state, viewer)))
                .toList();
    }

    /** Takes what somebody says; back to the page, or a sentence that says why not. */
    @POST
    public HttpResponse doAnswer(
            @QueryParameter String node,
            @QueryParameter String proposal,
            @QueryParameter String gate,
            @QueryParameter String decision,
            @QueryParameter String reason) {
        build.checkPermission(GitOpsPermissions.APPROVE);
        Optional<Approver> approver = Approver.current();
        if (approver.isEmpty()) {
            return new Failure(Messages.ApprovalsAction_anonymous());
        }
        boolean approves = "approve".equals(decision);
        if (node == null || proposal == null || gate == null || !approves && !"reject".equals(decision)) {
            return new Failure(Messages.ApprovalsAction_incomplete());
        }
        WaitingPromotion promotion = waiting.get(node);
        if (promotion == null) {
            return new Failure(Messages.ApprovalsAction_over());
        }
        return take(
                promotion,
                new Answer(proposal, gate, approver.get(), approves, reason == null ? "" : Trailers.oneLine(reason)));
    }

    /** Failures are returned, never thrown: Jenkins would show the stack trace of what is thrown. */
    private static HttpResponse take(WaitingPromotion promotion, Answer answer) {
        try {
            promotion.answer(answer).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return HttpResponses.redirectToDot();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException refusal) {
                return new Failure(Trailers.oneLine(String.valueOf(refusal.getMessage())));
            }
            LOGGER.log(Level.WARNING, "An approval was not taken", e.getCause());
            return new Failure(Messages.ApprovalsAction_failed());
        } catch (TimeoutException e) {
            return new Failure(Messages.ApprovalsAction_slow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failure(Messages.ApprovalsAction_failed());
        }
    }
}
