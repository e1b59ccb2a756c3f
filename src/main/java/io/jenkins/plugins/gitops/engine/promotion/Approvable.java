package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What an approval is given to: exactly what a promotion would write as its environment stands.
 *
 * @param id what the approval is bound to; another one as soon as anything in the environment would be another
 * @param application what is promoted
 * @param environment where to
 * @param version the version, for people
 * @param commit the commit that it is carried from, or that is tagged; empty where images are given
 * @param files what would change; none where a commit is tagged as it is
 * @param gates those of the environment that ask for approvals
 */
public record Approvable(
        String id,
        String application,
        String environment,
        String version,
        Optional<String> commit,
        List<String> files,
        List<Gate.Approval> gates) {

    public Approvable {
        files = List.copyOf(files);
        gates = List.copyOf(gates);
    }

    static Approvable of(GatedPart part) throws IOException {
        Proposed proposed = part.proposed();
        return new Approvable(
                part.id(),
                proposed.application().name(),
                proposed.environment().name(),
                proposed.version().toString(),
                Optional.ofNullable(proposed.commit()),
                part.changes().stream().map(FileChange::path).toList(),
                proposed.environment().gates().stream()
                        .filter(Gate.Approval.class::isInstance)
                        .map(Gate.Approval.class::cast)
                        .toList());
    }

    /** For people. */
    public String name() {
        return application + " " + environment;
    }

    /** The gates that ask people by name or group; what the others ask for is given in the forge alone. */
    public List<Gate.Approval> asking() {
        return gates.stream()
                .filter(gate -> !gate.users().isEmpty() || !gate.groups().isEmpty())
                .toList();
    }
}
