package io.jenkins.plugins.gitops.engine.gate;

import java.util.Comparator;

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
}
