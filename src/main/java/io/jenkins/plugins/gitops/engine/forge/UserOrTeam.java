package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reviewers as GitHub and Gitea want them: users in one list and teams, by their names alone, in another. */
final class UserOrTeam {
    private UserOrTeam() {}

    static ObjectNode request(Set<String> reviewers) {
        List<String> users = new ArrayList<>();
        List<String> teams = new ArrayList<>();
        for (String reviewer : reviewers) {
            int slash = reviewer.indexOf('/');
            if (slash < 0) {
                users.add(reviewer);
            } else {
                teams.add(reviewer.substring(slash + 1));
            }
        }
        ObjectNode body = Json.object();
        body.set("reviewers", Json.texts(users));
        body.set("team_reviewers", Json.texts(teams));
        return body;
    }
}
