package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.Notes;
import io.jenkins.plugins.gitops.engine.gate.Approvals;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The approvals that the notes keep of exactly what is proposed; the last word of each person stands. */
record NotedApprovals(Mirror mirror, String proposal, Identities identities) implements Approvals {

    @Override
    public List<Given> of(Candidate candidate, String gate) throws IOException {
        Map<String, NoteRecord> last = new TreeMap<>(identities.users());
        for (NoteRecord record : Notes.read(mirror).of(proposal)) {
            boolean about = record.type() == NoteRecord.Type.APPROVAL
                    && record.gate().equals(gate)
                    && record.application().equals(candidate.application().name())
                    && record.environment().equals(candidate.environment().name());
            if (about && !record.by().isEmpty()) {
                last.put(record.by(), record);
            }
        }
        return last.values().stream()
                .filter(record -> record.verdict().equals(NoteRecord.APPROVED))
                .map(record -> new Given(record.by(), Set.copyOf(record.groups()), record.time()))
                .toList();
    }
}
