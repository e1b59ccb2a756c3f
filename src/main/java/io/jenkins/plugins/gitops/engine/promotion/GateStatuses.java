package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.CommitStatus;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes how gates stand to the head of a pull request, as commit statuses that a branch's rules can require: only what
 * the host does not show already. One that was written for a gate that is not asked any more holds nothing up. What the
 * host does not take fails nothing: it is told.
 */
final class GateStatuses {
    private static final String PREFIX = "gitops/";
    private static final String DROPPED = "not asked any more";

    private final Forge forge;
    private final PromotionRequest promotion;
    private final Clock clock;

    private final Map<String, CommitStatus> shown = new HashMap<>();
    private Set<String> names = Set.of();
    private String commit = "";
    private String notes = "";
    private boolean read;
    private boolean givenUp;

    /** Whether the head was there before, so that an earlier process may have written to it. */
    private boolean found = true;

    @CheckForNull
    private Instant again;

    GateStatuses(Forge forge, PromotionRequest promotion, Clock clock) {
        this.forge = forge;
        this.promotion = promotion;
        this.clock = clock;
    }

    /** The head is made anew: nobody has written to it. */
    void made() {
        found = false;
    }

    /** @param results of all gates that are asked; none where there are none */
    void write(PullRequest pullRequest, String head, List<GateResult> results) {
        List<CommitStatus> wanted =
                results.stream().map(result -> status(result, pullRequest)).toList();
        names = wanted.stream().map(CommitStatus::name).collect(Collectors.toSet());
        if (!commit.equals(head)) {
            commit = head;
            shown.clear();
            read = false;
            givenUp = false;
        }
        if (givenUp || again != null && clock.instant().isBefore(again)) {
            return;
        }
        try {
            if (!read && (found || !wanted.isEmpty())) {
                read(head, page(pullRequest));
            }
            for (CommitStatus status : due(wanted)) {
                forge.report(head, status);
                shown.put(status.name(), status);
            }
            again = null;
            notes = "";
        } catch (ForgeException e) {
            again = e.tryAgainAt().orElse(null);
            givenUp = again == null && e.reason() != ForgeException.Reason.UNREACHABLE;
            boolean any = !wanted.isEmpty() || !shown.isEmpty();
            notes = any ? " How its gates stand was not written to it: " + e.getMessage() + "." : "";
        }
    }

    /** What the host does not show yet. */
    private List<CommitStatus> due(List<CommitStatus> wanted) {
        Stream<CommitStatus> dropped = shown.values().stream()
                .filter(status -> !names.contains(status.name()) && status.state() != CommitStatus.State.SUCCESS)
                .map(status -> new CommitStatus(status.name(), CommitStatus.State.SUCCESS, DROPPED, status.url()));
        return Stream.concat(wanted.stream().filter(status -> !same(shown.get(status.name()), status)), dropped)
                .toList();
    }

    /** Others may use names like these, but do not link to the page that ours do. */
    private void read(String head, String page) throws ForgeException {
        for (CommitStatus status : forge.statuses(head)) {
            boolean ours = status.name().startsWith(PREFIX) && status.url().equals(page);
            if (ours || names.contains(status.name())) {
                shown.put(status.name(), status);
            }
        }
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
        String reason = PromotionRequest.shortened(Trailers.oneLine(result.reason()));
        return new CommitStatus(PREFIX + result.title(), state, reason, page(pullRequest));
    }

    private String page(PullRequest pullRequest) {
        return promotion.trailers().stream()
                .flatMap(each -> each.get(Trailer.BUILD).stream())
                .filter(build -> build.startsWith("https://") || build.startsWith("http://"))
                .findFirst()
                .orElse(pullRequest.url());
    }

    /** Whether a status is one of those written here. */
    boolean isGate(String name) {
        return names.contains(name) || shown.containsKey(name);
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
