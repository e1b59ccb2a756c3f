package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * When two ids are those of the same user or group, as the security realm of Jenkins says (IdStrategy).
 *
 * @param users compares ids of users
 * @param groups compares names of groups
 */
public record Identities(Comparator<String> users, Comparator<String> groups) {

    /** Upper and lower case make no difference: what Jenkins does unless a security realm says otherwise. */
    public static final Identities IGNORING_CASE =
            new Identities(String.CASE_INSENSITIVE_ORDER, String.CASE_INSENSITIVE_ORDER);

    boolean sameUser(String one, String other) {
        return users.compare(one, other) == 0;
    }

    boolean sameGroup(String one, String other) {
        return groups.compare(one, other) == 0;
    }

    /** Whether a gate asks for a person's approval: by name or by group, or because it names nobody. */
    public boolean mayApprove(Gate.Approval gate, String user, Set<String> groups) {
        return gate.users().isEmpty() && gate.groups().isEmpty()
                || gate.users().stream().anyMatch(named -> sameUser(named, user))
                || !groupsOf(gate, groups).isEmpty();
    }

    /** The groups that a gate names, of those that a person is in. */
    public List<String> groupsOf(Gate.Approval gate, Set<String> groups) {
        return gate.groups().stream()
                .filter(named -> groups.stream().anyMatch(group -> sameGroup(named, group)))
                .toList();
    }
}
