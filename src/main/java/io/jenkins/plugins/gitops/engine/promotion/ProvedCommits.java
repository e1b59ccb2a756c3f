package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.ProvedVersions;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commits of an environment whose version was proved live there and not found degraded since. A branch goes on for
 * the sake of something else: a version is degraded where that was found on another commit that has it too.
 *
 * @param repository where it is declared
 * @param application the application
 * @param environment the environment
 */
public record ProvedCommits(ConfigRepository repository, Application application, Environment environment) {

    /** All of them, the one proved last first. */
    public List<String> all() throws IOException {
        return newest(Integer.MAX_VALUE);
    }

    /** The one that was proved last. */
    Optional<String> last() throws IOException {
        return newest(1).stream().findFirst();
    }

    private List<String> newest(int most) throws IOException {
        ProvedVersions versions = ProvedVersions.read(repository.mirror(), application.name(), environment.name());
        List<String> proved = new ArrayList<>();
        for (String commit : versions.proved()) {
            if (proved.size() < most && !isAtAny(commit, versions.degradedSince(commit))) {
                proved.add(commit);
            }
        }
        return proved;
    }

    private boolean isAtAny(String commit, Iterable<String> others) throws IOException {
        for (String other : others) {
            if (isAt(commit, other)) {
                return true;
            }
        }
        return false;
    }

    /** Whether another commit has the version of this one; what cannot be read has none. */
    private boolean isAt(String commit, String other) throws IOException {
        String folder = environment.target().manifests();
        try {
            TreeReader proved = repository.mirror().tree(commit);
            TreeReader degraded = repository.mirror().tree(other);
            return proved.id(folder).equals(degraded.id(folder))
                    || new CarryEdit(application.promotes(), proved, folder, folder)
                            .apply(degraded)
                            .isEmpty();
        } catch (GitException e) {
            if (hasNoVersion(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it is only that a commit is not there, or holds no version that could be told. */
    static boolean hasNoVersion(GitException e) {
        return e.reason() == Reason.NOT_FOUND || e.reason() == Reason.REFUSED;
    }
}
