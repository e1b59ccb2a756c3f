package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.TagPush;
import io.jenkins.plugins.gitops.engine.git.TreeDiff;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.End;
import io.jenkins.plugins.gitops.engine.promotion.TagDecision.Push;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One promotion by tag on its way: what was tried, and what is known about it. Touched by one thread at a time. */
final class QueuedTag {
    /** A server that says no as often as this while the tag stands still means it. */
    private static final int REFUSALS = 5;

    private final Mirror mirror;
    private final TagPromotionRequest request;
    private final PromotionListener listener;
    private final Clock clock;
    private final boolean shows;
    private final TagRule rule;
    private final Instant started;
    private final CompletableFuture<PromotionResult> result = new CompletableFuture<>();

    private int attempts;

    /** What the last push was for, and on top of what. */
    @CheckForNull
    private String refusedOn;

    private int refusals;
    private boolean uncertain;

    /** Whether any push may have got through without our knowing. */
    private boolean everUncertain;

    /** What the ref held before the first push. */
    @CheckForNull
    private String recorded;

    private String obstacle = "the tag was busy";

    @CheckForNull
    private GitException unreachable;

    /** @param shows whether a dry run tells what would change, for which every changed file is read */
    QueuedTag(Mirror mirror, TagPromotionRequest request, PromotionListener listener, Clock clock, boolean shows) {
        this.shows = shows;
        this.mirror = mirror;
        this.request = request;
        this.listener = listener;
        this.clock = clock;
        this.started = clock.instant();
        this.recorded = request.recordedTag();
        this.everUncertain = recorded != null;
        Optional<VersionPrefix> versions = request.versions();
        this.rule = versions.isPresent()
                ? new VersionTagRule(mirror, request, versions.get())
                : new MovingTagRule(mirror, request);
    }

    CompletableFuture<PromotionResult> result() {
        return result;
    }

    int attempts() {
        return attempts;
    }

    /** One attempt; afterwards there is a result, or another attempt may follow. */
    void attempt() {
        attempts++;
        unreachable = null;
        try (TagPush server = mirror.tags().openPush()) {
            onCurrentMirror(server);
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                notNow(e);
            } else {
                result.completeExceptionally(e);
            }
        } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e); // an Error too: nobody else would tell
        }
    }

    private void notNow(GitException why) {
        unreachable = why;
        obstacle = why.getMessage();
    }

    /** What fails because the mirror was made again meanwhile is left for another attempt, which has the new one. */
    private void onCurrentMirror(TagPush server) throws IOException {
        try {
            TagDecision decision = rule.decide(server);
            if (decision instanceof Push push) {
                go(server, push);
            } else {
                end((End) decision);
            }
        } catch (IOException | RuntimeException e) {
            if (!server.isStale()) {
                throw e;
            }
            notNow(new GitException(Reason.STORAGE, "The mirror was made again during the push: " + e.getMessage(), e));
        }
    }

    private void go(TagPush server, Push push) throws IOException {
        TreeReader tree = mirror.tree(request.commit());
        for (TipRule each : request.rules()) {
            Optional<TipRule.Objection> objection = each.objection(tree);
            if (objection.isPresent()) {
                end(new End(
                        objection.get().verdict(),
                        push.tag(),
                        null,
                        push.standing(),
                        objection.get().reason()));
                return;
            }
        }
        if (request.dryRun()) {
            dryRun(push, tree);
            return;
        }
        String message = Trailers.append(push.message(), List.of(push.trailers()));
        String tag = mirror.tags().write(push.tag(), request.commit(), request.tagger(), started, message);
        String seen = server.tag(push.tag()).orElse("");
        if (overtaken(seen)) {
            end(TagRule.superseded(
                    push.tag(),
                    push.standing(),
                    "The tag " + push.tag() + " was moved by somebody else while it was not known whether this"
                            + " promotion had got through"));
            return;
        }
        keep(seen);
        String stands = push.tag() + "@" + seen;
        PushOutcome outcome = server.push(push.tag(), tag, request.commit());
        switch (outcome.state()) {
            case ACCEPTED ->
                end(new End(
                        PromotionVerdict.PROMOTED,
                        push.tag(),
                        request.commit(),
                        push.standing(),
                        "Tagged " + push.tag() + "."));
            case REFUSED, UNKNOWN -> refused(stands, outcome);
        }
    }

    /** Whether a forced move may have been made already, and somebody has moved the tag on since. */
    private boolean overtaken(String seen) {
        return everUncertain && request.isForced() && request.versions().isEmpty() && !seen.equals(recorded);
    }

    private void keep(String seen) throws IOException {
        if (recorded == null) {
            listener.pushing(seen);
            recorded = seen;
        }
    }

    private void refused(String stands, PushOutcome outcome) {
        refusals = stands.equals(refusedOn) ? refusals + 1 : 1;
        refusedOn = stands;
        uncertain = outcome.state() == PushOutcome.State.UNKNOWN;
        everUncertain |= uncertain;
        obstacle = outcome.message();
        if (refusals == REFUSALS) {
            if (uncertain) {
                giveUp();
            } else {
                conflict("The server refuses the tag although it did not move: " + obstacle);
            }
        }
    }

    private void dryRun(Push push, TreeReader tree) throws IOException {
        TreeDiff changes =
                push.standing() == null || !shows ? null : TreeDiff.between(mirror.tree(push.standing()), tree);
        result.complete(result(
                new End(
                        PromotionVerdict.PROMOTED,
                        push.tag(),
                        null,
                        push.standing(),
                        "Would be tagged " + push.tag() + "; nothing was pushed."),
                changes == null ? List.of() : changes.files(),
                changes == null ? null : changes.diff()));
    }

    /** Another attempt follows. */
    void again() {
        try {
            listener.again(attempts, obstacle);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Whether there is time for another attempt at that moment. */
    boolean hasTimeAt(Instant next) {
        return next.isBefore(started.plus(request.timeout()));
    }

    /** Ends it where it ran out of time, or nothing more can be found out. */
    void giveUp() {
        if (unreachable != null && !uncertain) {
            result.completeExceptionally(unreachable);
        } else if (uncertain) {
            result.completeExceptionally(new GitException(
                    Reason.UNREACHABLE,
                    "The answer to the push of " + request.id() + " to " + mirror.url() + " is lost: " + obstacle
                            + ". Promote again with the same id to find out.",
                    unreachable));
        } else {
            conflict("Did not get through in " + request.timeout().toSeconds() + " s: " + obstacle);
        }
    }

    private void conflict(String reason) {
        try {
            end(new End(PromotionVerdict.CONFLICT, request.tag(), null, null, reason));
        } catch (IOException e) {
            result.completeExceptionally(e);
        }
    }

    private void end(End end) throws IOException {
        PromotionResult told = result(end, List.of(), null);
        if (!result.complete(told)) {
            listener.late(told);
        }
    }

    private PromotionResult result(End end, List<String> files, @CheckForNull String diff) throws IOException {
        return new PromotionResult(
                end.verdict(),
                mirror.url().toString(),
                end.tag(),
                end.commit(),
                tree(end),
                end.standing(),
                files,
                attempts,
                end.reason(),
                diff);
    }

    @CheckForNull
    private String tree(End end) throws IOException {
        String commit =
                switch (end.verdict()) {
                    case PROMOTED -> end.commit() == null ? request.commit() : end.commit();
                    case UNCHANGED -> end.standing();
                    default -> null;
                };
        return commit == null ? null : mirror.commit(commit).tree();
    }

    Instant now() {
        return clock.instant();
    }
}
