package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Approving a promotion that waits at its gates, or that is about to be made: a line in the notes, bound to exactly what
 * would be written as the environment stands now. Another version, or a change to the environment, needs another word.
 */
public final class EnvironmentApproval {
    private final Mirror mirror;
    private final NotesWriter notes;
    private final AuditLog log;
    private final Identities identities;
    private final Clock clock;

    public EnvironmentApproval(Mirror mirror, NotesWriter notes, AuditLog log, Identities identities, Clock clock) {
        this.mirror = mirror;
        this.notes = notes;
        this.log = log;
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * What somebody says.
     *
     * @param user who, by user id
     * @param groups the groups that they are in
     * @param approves whether they agree; false takes an earlier approval back
     * @param reason why; may be empty
     * @param author who commits the note
     * @param build the build it is said in; empty where it is in none
     */
    public record Word(String user, Set<String> groups, boolean approves, String reason, Person author, String build) {

        public Word {
            groups = Set.copyOf(groups);
        }
    }

    /**
     * Gives it.
     *
     * @param request the promotion, made of what {@code gitops.yaml} declares now
     * @param gate the gate it is for; null for every approval that asks this person
     * @return what was written, when the server has it; or, as its failure, an {@link IOException}
     * @throws IOException with a sentence, where no gate asks this person or there is nothing to approve
     */
    public CompletableFuture<List<NoteRecord>> give(PromotionRequest request, @CheckForNull String gate, Word word)
            throws IOException {
        GatedEdit gated = request.gated().orElseThrow(EnvironmentApproval::noGates);
        List<Gate.Approval> may = may(gated.proposed(), gate, word);
        TreeReader tip = mirror.tree(request.ref());
        List<FileChange> changes = gated.edit().apply(tip);
        if (changes.isEmpty()) {
            throw refused(name(gated.proposed()) + " already reads so: there is nothing to approve");
        }
        String id = ProposalId.of(gated.proposed(), tip.with(changes), changes);
        return give(gated.proposed(), may, id, word);
    }

    /** The same for a promotion by tag. */
    public CompletableFuture<List<NoteRecord>> give(TagPromotionRequest request, @CheckForNull String gate, Word word)
            throws IOException {
        Proposed proposed = TagGates.of(request).map(TagGates::proposed).orElseThrow(EnvironmentApproval::noGates);
        List<Gate.Approval> may = may(proposed, gate, word);
        return give(proposed, may, ProposalId.of(proposed, mirror.tree(request.commit()), List.of()), word);
    }

    private static GitException noGates() {
        return refused("The environment has no gates: there is nothing to approve");
    }

    private List<Gate.Approval> may(Proposed proposed, @CheckForNull String gate, Word word) throws GitException {
        List<Gate.Approval> asked = asked(proposed, gate);
        List<Gate.Approval> may = asked.stream()
                .filter(each -> identities.mayApprove(each, word.user(), word.groups()))
                .toList();
        if (may.isEmpty()) {
            throw refused(word.user() + " is not asked to approve for " + name(proposed) + "; asked are "
                    + String.join(", ", names(asked)));
        }
        return may;
    }

    private CompletableFuture<List<NoteRecord>> give(Proposed proposed, List<Gate.Approval> may, String id, Word word) {
        List<NoteRecord> records = may.stream()
                .map(each -> NoteRecord.approval(
                                id,
                                proposed.application().name(),
                                proposed.environment().name(),
                                each.name(),
                                word.approves() ? NoteRecord.APPROVED : NoteRecord.REJECTED,
                                clock.instant())
                        .from(word.user(), word.build())
                        .because(about(proposed, word.reason()), "", List.of())
                        .inGroups(identities.groupsOf(each, word.groups())))
                .toList();
        records.forEach(
                record -> log.write(AuditEvent.of(record).at(mirror.url().toString(), "")));
        return notes.append(mirror, word.author(), records).thenApply(written -> records);
    }

    private static String about(Proposed proposed, String reason) {
        return proposed.version() + (reason.isBlank() ? "" : ": " + reason);
    }

    /** The approvals that are read from notes: what only the forge's own may give is given there. */
    private static List<Gate.Approval> asked(Proposed proposed, @CheckForNull String gate) throws GitException {
        List<Gate.Approval> approvals = new ArrayList<>();
        for (Gate each : proposed.environment().gates()) {
            if (each instanceof Gate.Approval approval && (gate == null || gate.equals(each.name()))) {
                approvals.add(approval);
            }
        }
        if (approvals.isEmpty()) {
            throw refused(
                    name(proposed) + " has no gate " + (gate == null ? "" : gate + " ") + "that asks for an approval");
        }
        approvals.removeIf(
                approval -> approval.users().isEmpty() && approval.groups().isEmpty());
        if (approvals.isEmpty()) {
            throw refused("For " + name(proposed) + " only approvals given in the forge count");
        }
        return approvals;
    }

    private static Set<String> names(List<Gate.Approval> gates) {
        Set<String> names = new LinkedHashSet<>();
        gates.forEach(gate -> {
            names.addAll(gate.users());
            gate.groups().forEach(group -> names.add("the group " + group));
        });
        return names;
    }

    private static String name(Proposed proposed) {
        return proposed.application().name() + " " + proposed.environment().name();
    }

    private static GitException refused(String sentence) {
        return new GitException(Reason.REFUSED, sentence);
    }
}
