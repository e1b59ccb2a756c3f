package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.AuditLog;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
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
        List<NoteRecord> records = new ArrayList<>();
        for (Approvable each : look(request)) {
            records.addAll(records(each, gate, word));
        }
        return keep(records, word);
    }

    /** The same for a promotion by tag. */
    public CompletableFuture<List<NoteRecord>> give(TagPromotionRequest request, @CheckForNull String gate, Word word)
            throws IOException {
        return give(look(request), gate, word);
    }

    /** The same for what was looked at, whatever the environment has become since. */
    public CompletableFuture<List<NoteRecord>> give(Approvable approvable, @CheckForNull String gate, Word word)
            throws IOException {
        return keep(records(approvable, gate, word), word);
    }

    private List<NoteRecord> records(Approvable approvable, @CheckForNull String gate, Word word) throws GitException {
        return may(approvable, gate, word).stream()
                .map(each -> NoteRecord.approval(
                                approvable.id(),
                                approvable.application(),
                                approvable.environment(),
                                each.name(),
                                word.approves() ? NoteRecord.APPROVED : NoteRecord.REJECTED,
                                clock.instant())
                        .from(word.user(), word.build())
                        .because(about(approvable, word.reason()), "", List.of())
                        .inGroups(identities.groupsOf(each, word.groups())))
                .toList();
    }

    private CompletableFuture<List<NoteRecord>> keep(List<NoteRecord> records, Word word) {
        return notes.append(mirror, word.author(), records).thenApply(written -> {
            records.forEach(
                    record -> log.write(AuditEvent.of(record).at(mirror.url().toString(), "")));
            return records;
        });
    }

    /**
     * What an approval would be given to now, of each application that it promotes past gates.
     *
     * @param request the promotion, made of what {@code gitops.yaml} declares now
     * @throws IOException with a sentence, where there is nothing to approve
     */
    public List<Approvable> look(PromotionRequest request) throws IOException {
        List<GatedEdit> gated = request.gated();
        if (gated.isEmpty()) {
            throw noGates();
        }
        List<Approvable> approvable = new ArrayList<>();
        for (GatedPart part : new PromotionParts(request, mirror.tree(request.ref())).gated()) {
            approvable.add(Approvable.of(part));
        }
        if (approvable.isEmpty()) {
            Proposed first = gated.get(0).proposed();
            throw refused(first.application().name() + " " + first.environment().name()
                    + " already reads so: there is nothing to approve");
        }
        return approvable;
    }

    /** The same for a promotion by tag. */
    public Approvable look(TagPromotionRequest request) throws IOException {
        TagGates gates = TagGates.of(request).orElseThrow(EnvironmentApproval::noGates);
        return Approvable.of(gates.part(mirror.tree(request.commit())));
    }

    private static GitException noGates() {
        return refused("The environment has no gates: there is nothing to approve");
    }

    private List<Gate.Approval> may(Approvable approvable, @CheckForNull String gate, Word word) throws GitException {
        List<Gate.Approval> asked = asked(approvable, gate);
        List<Gate.Approval> may = asked.stream()
                .filter(each -> identities.mayApprove(each, word.user(), word.groups()))
                .toList();
        if (may.isEmpty()) {
            throw refused(word.user() + " is not asked to approve for " + approvable.name() + "; asked are "
                    + String.join(", ", names(asked)));
        }
        return may;
    }

    private static String about(Approvable approvable, String reason) {
        return approvable.version() + (reason.isBlank() ? "" : ": " + reason);
    }

    /** The approvals that are read from notes: what only the forge's own may give is given there. */
    private static List<Gate.Approval> asked(Approvable approvable, @CheckForNull String gate) throws GitException {
        if (approvable.gates().stream().noneMatch(each -> isNamed(each, gate))) {
            throw refused(approvable.name() + " has no gate " + (gate == null ? "" : gate + " ")
                    + "that asks for an approval");
        }
        List<Gate.Approval> asked =
                approvable.asking().stream().filter(each -> isNamed(each, gate)).toList();
        if (asked.isEmpty()) {
            throw refused("For " + approvable.name() + " only approvals given in the forge count");
        }
        return asked;
    }

    private static boolean isNamed(Gate.Approval approval, @CheckForNull String gate) {
        return gate == null || gate.equals(approval.name());
    }

    private static Set<String> names(List<Gate.Approval> gates) {
        Set<String> names = new LinkedHashSet<>();
        gates.forEach(gate -> {
            names.addAll(gate.users());
            gate.groups().forEach(group -> names.add("the group " + group));
        });
        return names;
    }

    private static GitException refused(String sentence) {
        return new GitException(Reason.REFUSED, sentence);
    }
}
