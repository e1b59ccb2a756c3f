package io.jenkins.plugins.gitops.approval;

import hudson.security.ACL;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * A person who may be asked.
 *
 * @param user by Jenkins user id
 * @param groups the groups that they are in, as the security realm says
 */
public record Approver(String user, Set<String> groups) {

    public Approver {
        groups = Set.copyOf(groups);
    }

    /** Who makes the present request; empty where that is nobody in particular. */
    static Optional<Approver> current() {
        Authentication who = Jenkins.getAuthentication2();
        if (ACL.isAnonymous2(who) || who.equals(ACL.SYSTEM2)) {
            return Optional.empty();
        }
        return Optional.of(new Approver(
                who.getName(),
                who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.toSet())));
    }

    /** Whether a gate names them. */
    boolean isAsked(Gate.Approval gate, Identities identities) {
        return identities.mayApprove(gate, user, groups);
    }

    /**
     * Why their word at a gate does not count, as a sentence; empty where it does.
     *
     * @param promoters who promotes, by user id
     */
    public Optional<String> refusal(Gate.Approval gate, List<String> promoters, Identities identities) {
        if (!isAsked(gate, identities)) {
            return Optional.of(Messages.Approver_notAsked(user, gate.name()));
        }
        boolean promotes =
                promoters.stream().anyMatch(promoter -> identities.users().compare(promoter, user) == 0);
        return promotes && !gate.self() ? Optional.of(Messages.Approver_own(user, gate.name())) : Optional.empty();
    }
}
