package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes how gates stand to the head of a pull request, as commit statuses that a branch's rules can require: only what
 * the host does not show already. What the host does not take fails nothing: it is told.
 */
final class GateStatuses {
    private static final String PREFIX = "gitops/";

    private final Forge forge;
    private final PromotionRequest promotion;
    private final Clock clock;

    private final Map<String, CommitStatus> shown = new HashMap<>();
    private Set<String> names = Set.of();
    private String commit = "";
    private String notes = "";
    private boolean read;
    private boolean givenUp;

    @CheckForNull
    private Instant again;

    GateStatuses(Forge forge, PromotionRequest promotion, Clock clock) {
        this.forge = forge;
        this.promotion = promotion;
        this.clock = clock;
    }

    void write(PullRequest pullRequest, String head, Evaluation evaluation) {
        List<CommitStatus> wanted = evaluation.results().stream()
                .map(result -> status(result, pullRequest))
                .toList();
        names = wanted.stream().map(CommitStatus::name).collect(Collectors.toSet());
        if (!commit.equals(head)) {
            commit = head;
            read = false;
            givenUp = false;
        }
        if (givenUp || again != null && clock.instant().isBefore(again)) {
            return;
        }
        try {
            if (!read) {
                read(head);
            }
            for (CommitStatus status : wanted) {
                if (!same(shown.get(status.name()), status)) {
                    forge.report(head, status);
                    shown.put(status.name(), status);
                }
            }
            again = null;
            notes = "";
        } catch (ForgeException e) {
            again = e.tryAgainAt().orElse(null);
            givenUp = again == null && e.reason() != ForgeException.Reason.UNREACHABLE;
            notes = " How its gates stand was not written to it: " + e.getMessage() + ".";
        }
    }

    private void read(String head) throws ForgeException {
        shown.clear();
        List<CommitStatus> there = forge.statuses(head);
        there.stream().filter(status -> isGate(status.name())).forEach(status -> shown.put(status.name(), status));
        read = true;
    }

    private static boolean same(@CheckForNull CommitStatus there, CommitStatus wanted) {
        return there != null
                && there.state() == wanted.state()
                && there.description().equals(wanted.description());
    }

    private CommitStatus status(GateResult result, PullRequest pullRequest) {
        CommitStatus.State state =
                switch (result.state()) {
                    case OPEN -> CommitStatus.State.SUCCESS;
                    case CLOSED, PENDING -> CommitStatus.State.PENDING;
                    case UNKNOWN -> CommitStatus.State.ERROR;
                };
        String page = promotion.trailers().stream()
                .flatMap(each -> each.get(Trailer.BUILD).stream())
                .filter(build -> build.startsWith("https://") || build.startsWith("http://"))
                .findFirst()
                .orElse(pullRequest.url());
        String reason = PromotionRequest.shortened(Trailers.oneLine(result.reason()));
        return new CommitStatus(PREFIX + result.title(), state, reason, page);
    }

    /** Whether a status is one of those written here. */
    boolean isGate(String name) {
        return names.contains(name);
    }

    /** When what could not be written may be tried again; empty where nothing is left. */
    Optional<Instant> again() {
        return Optional.ofNullable(again);
    }

    /** What was not taken, as a sentence behind a space; empty where all was. */
    String notes() {
        return notes;
    }
}
