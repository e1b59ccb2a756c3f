package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.PromoterTrailers;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.CombinedEdit;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A promotion that is asked for.
 *
 * @param id the same for every attempt at this promotion, whoever makes it, and no other's: for example a build and its
 *     flow node
 * @param branch the branch to write to, without {@code refs/heads/}
 * @param edit what to change
 * @param message of the commit, without trailers
 * @param trailers what the commit says about each promotion in it, of an application into an environment; the id is
 *     added
 * @param author who wrote the change, and commits it
 * @param timeout how long to try
 * @param recordedParent the parent that an earlier process handed to {@link PromotionListener#pushing}, after a
 *     restart; null for a promotion that was never tried
 * @param dryRun to show what would be changed, and push nothing
 * @param rules what must hold on the tip it is made on
 */
public record PromotionRequest(
        String id,
        String branch,
        TreeEdit edit,
        String message,
        List<Trailers> trailers,
        Person author,
        Duration timeout,
        @CheckForNull String recordedParent,
        boolean dryRun,
        List<TipRule> rules) {
    private static final int GATE = 120;

    /** Long enough for a busy branch, short enough for a person. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    public PromotionRequest {
        if (id.isBlank() || !id.equals(Trailers.oneLine(id))) {
            throw new IllegalArgumentException("A promotion's id is one line of text, got \"" + id + "\"");
        }
        if (branch.isBlank() || branch.startsWith("refs/")) {
            throw new IllegalArgumentException("Expected the short name of a branch, got \"" + branch + "\"");
        }
        String promotion = id;
        trailers = trailers.stream()
                .map(each -> each.with(Trailer.PROMOTION_ID, promotion))
                .toList();
        rules = List.copyOf(rules);
    }

    public PromotionRequest(String id, String branch, TreeEdit edit, String message, Trailers trailers, Person author) {
        this(id, branch, edit, message, List.of(trailers), author, TIMEOUT, null, false, List.of());
    }

    PromotionRequest withTimeout(Duration other) {
        return new PromotionRequest(id, branch, edit, message, trailers, author, other, recordedParent, dryRun, rules);
    }

    public PromotionRequest withRecordedParent(@CheckForNull String parent) {
        return new PromotionRequest(id, branch, edit, message, trailers, author, timeout, parent, dryRun, rules);
    }

    /** The same on another branch, where an attempt of an earlier process was made. */
    public PromotionRequest withBranch(String other) {
        return new PromotionRequest(id, other, edit, message, trailers, author, timeout, recordedParent, dryRun, rules);
    }

    public PromotionRequest asDryRun() {
        return new PromotionRequest(id, branch, edit, message, trailers, author, timeout, recordedParent, true, rules);
    }

    public PromotionRequest withRules(List<TipRule> others) {
        return new PromotionRequest(
                id, branch, edit, message, trailers, author, timeout, recordedParent, dryRun, others);
    }

    /** The same with another edit, and more to say about it. */
    private PromotionRequest with(TreeEdit other, List<Trailers> said) {
        return new PromotionRequest(id, branch, other, message, said, author, timeout, recordedParent, dryRun, rules);
    }

    /** Whether it promotes several applications. */
    boolean isJoint() {
        return trailers.size() > 1;
    }

    /** The names of the applications that it promotes; none for an edit alone. */
    List<String> applications() {
        return trailers.stream()
                .flatMap(each -> each.get(Trailer.APPLICATION).stream())
                .toList();
    }

    /** The edits that it is made of, one for each application. */
    List<TreeEdit> parts() {
        return edit instanceof CombinedEdit combined ? combined.edits() : List.of(edit);
    }

    /** The same made of other edits, and with more to say about it. */
    PromotionRequest withParts(List<TreeEdit> others, List<Trailers> said) {
        return with(edit instanceof CombinedEdit ? new CombinedEdit(others) : others.get(0), said);
    }

    /** Those that gates must let through; none where it has no gates. */
    List<GatedEdit> gated() {
        return parts().stream()
                .filter(GatedEdit.class::isInstance)
                .map(GatedEdit.class::cast)
                .toList();
    }

    /** The same without gates: to look at, never to push. */
    PromotionRequest ungated() {
        return withParts(parts().stream().map(GatedEdit::without).toList(), trailers);
    }

    /** What its commit says, of each application with the gates that let it through. */
    List<Trailers> saying(Evaluation evaluation) {
        return trailers.stream()
                .map(each -> {
                    Evaluation own = evaluation.of(each.get(Trailer.APPLICATION).orElse(""));
                    return own.results().isEmpty() ? each : each.with(Trailer.GATES, passed(own));
                })
                .toList();
    }

    /** The gates that let a promotion through, each with its reason. */
    static String passed(Evaluation evaluation) {
        return evaluation.results().stream()
                .map(gate -> gate.name() + " (" + shortened(gate.reason()) + ")")
                .collect(Collectors.joining(", "));
    }

    static String shortened(String reason) {
        return reason.length() <= GATE ? reason : reason.substring(0, GATE - 1) + "…";
    }

    /** What is said about each promotion in it, once it is known what became of it. */
    public List<Trailers> trailers(PromotionResult result) {
        Evaluation gates = result.gates();
        return gates == null || !gates.isOpen() ? trailers : saying(gates);
    }

    /** Whether gates must be open for it: {@link PromotionGates} asks them, and what they did not let through fails. */
    public boolean hasGates() {
        return !gated().isEmpty();
    }

    /** The commits whose versions are carried, by application; none where images are given. */
    public Map<String, String> carried() {
        Map<String, String> commits = new LinkedHashMap<>();
        trailers.forEach(each -> each.get(Trailer.FROM)
                .ifPresent(from ->
                        commits.put(each.get(Trailer.APPLICATION).orElse(""), from.substring(from.indexOf('@') + 1))));
        return commits;
    }

    String ref() {
        return "refs/heads/" + branch;
    }

    /** What must not overtake each other, and nothing else of the same. */
    Set<String> streams() {
        return trailers.stream()
                .map(Trailers::stream)
                .filter(stream -> !stream.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The whole message of its commit on a parent; into an environment with what gitops-promoter's history reads, too. */
    String commitMessage(String parent) {
        boolean intoEnvironment = trailers.stream()
                .anyMatch(each ->
                        each.bringsVersion() && each.get(Trailer.APPLICATION).isPresent());
        return intoEnvironment
                ? PromoterTrailers.of(parent, null, null, List.of()).appendTo(commitMessage())
                : commitMessage();
    }

    /** The whole message of its commit. */
    String commitMessage() {
        return Trailers.append(message, trailers);
    }
}
