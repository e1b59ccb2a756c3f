package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.Approvals.Given;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** So many different people must have approved, of those who may. */
final class ApprovalGate implements Evaluator {
    private final Gate.Approval gate;
    private final Approvals jenkins;
    private final Approvals forge;
    private final Identities identities;

    ApprovalGate(Gate.Approval gate, Approvals jenkins, Approvals forge, Identities identities) {
        this.gate = gate;
        this.jenkins = jenkins;
        this.forge = forge;
        this.identities = identities;
    }

    /** Who has approved, and whose approval does not count and why. */
    private record Tally(Map<String, Instant> counted, Map<String, String> refused) {}

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        Tally tally = new Tally(new TreeMap<>(identities.users()), new TreeMap<>(identities.users()));
        List<String> silent = new ArrayList<>();
        if (!anybody()) {
            count(candidate, jenkins, tally, silent);
        }
        if (gate.forge() && tally.counted().size() < gate.count()) {
            count(candidate, forge, tally, silent);
        }
        if (gate.forge()) {
            Optional<Decision> against = against(candidate);
            if (against.isPresent()) {
                return against.get();
            }
        }
        Collection<String> approved = tally.counted().keySet();
        if (approved.size() >= gate.count()) {
            return Decision.open("Approved by " + String.join(" and ", approved));
        }
        String reason = approved.size() + " of " + gate.count() + (gate.count() == 1 ? " approval" : " approvals")
                + (approved.isEmpty() ? "" : ", by " + String.join(" and ", approved)) + wanted()
                + String.join("", tally.refused().values());
        return silent.isEmpty() ? Decision.closed(reason) : Decision.unknown(reason + "; " + String.join("; ", silent));
    }

    /** Approvals do not outweigh who asks for changes, nor may nobody know whether somebody does. */
    private Optional<Decision> against(Candidate candidate) {
        try {
            List<String> objections = forge.objections(candidate, gate.name());
            return objections.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Decision.closed(String.join(" and ", objections)
                            + (objections.size() == 1 ? " asks" : " ask") + " for changes in the pull request"));
        } catch (IOException e) {
            return Optional.of(Decision.unknown("Whether somebody asks for changes is not known: " + e.getMessage()));
        }
    }

    private void count(Candidate candidate, Approvals source, Tally tally, List<String> silent) {
        List<Given> given;
        try {
            given = source.of(candidate, gate.name());
        } catch (IOException e) {
            silent.add(e.getMessage()); // the others may be enough without it
            return;
        }
        for (Given approval : given) {
            String user = approval.user();
            if (!approval.known()) {
                countAccount(candidate, approval, tally);
                continue;
            }
            boolean own = candidate.promoters().stream().anyMatch(promoter -> identities.sameUser(promoter, user));
            if (own && !gate.self()) {
                tally.refused().put(user, "; that of " + user + " does not count, who promotes");
            } else if (!identities.mayApprove(gate, user, approval.groups())) {
                tally.refused().putIfAbsent(user, "; that of " + user + " does not count, who is not asked");
            } else {
                tally.counted().put(user, approval.at());
            }
        }
    }

    /** An account may be that of anybody in Jenkins: of nobody who is named, and of who promotes. */
    private void countAccount(Candidate candidate, Given approval, Tally tally) {
        String account = "the account " + approval.user();
        if (!approval.objection().isEmpty()) {
            tally.refused().put(account, "; that of " + account + " does not count, since " + approval.objection());
        } else if (anybody() && (gate.self() || candidate.promoters().isEmpty())) {
            tally.counted().put(account, approval.at());
        } else {
            tally.refused().put(account, "; that of " + account + " does not count, since nobody knows whose it is");
        }
    }

    /** Whether nobody is named, so that the forge's own rules say who may. */
    private boolean anybody() {
        return gate.users().isEmpty() && gate.groups().isEmpty();
    }

    private String wanted() {
        List<String> who = new ArrayList<>(gate.users());
        gate.groups().forEach(group -> who.add("the group " + group));
        return who.isEmpty() ? " in the forge" : "; asked are " + String.join(", ", who);
    }
}
