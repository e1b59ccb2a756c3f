package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.PromoterTrailers;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.MergeMethod;
import io.jenkins.plugins.gitops.engine.forge.MergeOrder;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pull request and the commit of its merge say. Both end in the trailers of the promotion, so that a squash keeps
 * them whichever of the two the host takes.
 */
final class PullRequestText {
    private static final int LONGEST_DIFF = 30_000;
    private static final int LONGEST_SAID = 500;
    private static final int ROOM_FOR_FENCES = 200;
    private static final Pattern BACKTICKS = Pattern.compile("`{3,}");

    private final PromotionRequest promotion;

    PullRequestText(PromotionRequest promotion) {
        this.promotion = promotion;
    }

    String title() {
        return promotion.message().strip().lines().findFirst().orElse("Promote");
    }

    /**
     * The body. Where the host takes no more the diff is cut, then what is said of each application, then what the
     * commit's trailers say as well.
     *
     * @throws IOException where the trailers that a promotion is found by are too many for the host
     */
    String body(ShownChange shown, ForgeKind kind) throws IOException {
        String note = shown.note() + "\n\n";
        return fitted(introduction(promotion.trailers()) + note, promotion.trailers(), shown.diff(), kind)
                .or(() -> fitted(introduction(List.of()) + note, promotion.trailers(), shown.diff(), kind))
                .or(() -> fitted(introduction(List.of()) + note, needed(), shown.diff(), kind))
                .orElseThrow(() -> new IOException("A pull request of " + kind.title() + " holds " + kind.longestBody()
                        + " characters, too few for "
                        + promotion.applications().size()
                        + " applications; promote fewer of them at once"));
    }

    /** @throws IOException where there is no body that the host takes */
    void check(ForgeKind kind) throws IOException {
        body(new ShownChange("", ""), kind);
    }

    private static Optional<String> fitted(String introduction, List<Trailers> trailers, String diff, ForgeKind kind) {
        int frame = Trailers.append(introduction, trailers).length() + ROOM_FOR_FENCES;
        int room = Math.min(LONGEST_DIFF, kind.longestBody() - frame);
        String text = Trailers.append(introduction + cut(diff, room), trailers);
        while (text.length() > kind.longestBody() && room > 0) {
            room -= text.length() - kind.longestBody(); // lines that are quoted are longer
            text = Trailers.append(introduction + cut(diff, room), trailers);
        }
        return text.length() <= kind.longestBody() ? Optional.of(text) : Optional.empty();
    }

    /** What a promotion and its order are found by. */
    private List<Trailers> needed() {
        return promotion.trailers().stream()
                .map(each -> each.with(Trailer.ACTOR, null)
                        .with(Trailer.REASON, null)
                        .with(Trailer.GATES, null)
                        .with(Trailer.BUILD, null))
                .toList();
    }

    /** @param told what is said of one by one; none where there is no room for it */
    private String introduction(List<Trailers> told) {
        StringBuilder text = new StringBuilder();
        if (told.isEmpty()) {
            text.append("What it brings is said at its end.\n\n");
        }
        for (Trailers each : told) {
            each.get(Trailer.APPLICATION)
                    .ifPresent(application -> text.append("Brings ")
                            .append(each.get(Trailer.VERSION).orElse("a version"))
                            .append(" of **")
                            .append(application)
                            .append("** to **")
                            .append(each.get(Trailer.ENVIRONMENT).orElse(""))
                            .append("**.\n\n"));
        }
        said(Trailer.REASON, "Reason: ", text);
        said(Trailer.BUILD, "Build: ", text);
        return text.toString();
    }

    /** What is said of each application, once. */
    private void said(Trailer trailer, String title, StringBuilder text) {
        promotion.trailers().stream()
                .flatMap(each -> each.get(trailer).stream())
                .distinct()
                .forEach(value -> text.append(title).append(said(value)).append("\n\n"));
    }

    private static String said(String value) {
        return value.length() <= LONGEST_SAID ? value : value.substring(0, LONGEST_SAID - 1) + "…";
    }

    private static String cut(String diff, int room) {
        if (diff.length() <= room) {
            return fenced(diff);
        }
        int end = room <= 0 ? -1 : diff.lastIndexOf('\n', room);
        String kept = end < 0 ? "" : diff.substring(0, end);
        String more = "The rest of the change is among the pull request's own files.\n";
        return kept.isEmpty() ? more : fenced(kept) + "\n" + more;
    }

    private static String fenced(String diff) {
        int fence = BACKTICKS
                .matcher(diff)
                .results()
                .mapToInt(run -> run.group().length() + 1)
                .max()
                .orElse(3);
        String ticks = "`".repeat(fence);
        return ticks + "diff\n" + diff.stripTrailing() + "\n" + ticks + "\n";
    }

    private List<NoteRecord> records(String head, Evaluation gates) {
        return promotion.trailers().stream()
                .flatMap(each -> gates.of(each.get(Trailer.APPLICATION).orElse("")).results().stream()
                        .map(gate -> NoteRecord.gate(
                                        head,
                                        each.get(Trailer.APPLICATION).orElse(""),
                                        each.get(Trailer.ENVIRONMENT).orElse(""),
                                        gate.title(),
                                        gate.state().name(),
                                        gate.evaluatedAt())
                                .from(
                                        promotion.author().name(),
                                        each.get(Trailer.BUILD).orElse(""))
                                .because(gate.reason(), "", List.of())))
                .toList();
    }

    /**
     * The order to merge what stands at a head.
     *
     * @param base the commit that it is merged onto
     * @param gates that let it through; null where there are none
     */
    MergeOrder order(
            PullRequestPolicy.Method method,
            PullRequest pullRequest,
            String head,
            String base,
            @CheckForNull Evaluation gates,
            Instant now) {
        PromoterTrailers promoter = PromoterTrailers.of(
                base,
                head,
                new PromoterTrailers.PullRequest(
                        String.valueOf(pullRequest.number()),
                        pullRequest.url(),
                        pullRequest.head(),
                        pullRequest.base(),
                        now),
                gates == null ? List.of() : records(head, gates));
        String whole = promoter.appendTo(
                Trailers.append(promotion.message(), gates == null ? promotion.trailers() : promotion.saying(gates)));
        Matcher line = Pattern.compile("\\R+").matcher(whole);
        int end = line.find() ? line.start() : whole.length();
        MergeMethod how =
                switch (method) {
                    case MERGE -> MergeMethod.MERGE;
                    case SQUASH -> MergeMethod.SQUASH;
                    case REBASE -> MergeMethod.REBASE;
                };
        return new MergeOrder(
                how, head, whole.substring(0, end), whole.substring(end).strip());
    }
}
