package io.jenkins.plugins.gitops.engine.desired;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.health.ScriptFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The health scripts that config repositories keep below {@code .gitops/health} on their configured ref, laid out as
 * Argo CD's. Those of a tree are read once, by the tree's id.
 */
public final class RepositoryScripts {
    private static final String FOLDER = ".gitops/health";
    private static final int MOST = 32;

    private final Clock clock;
    private final Map<String, HealthScripts> known = new LinkedHashMap<>(16, 0.75f, true);

    /** @param clock what the scripts take for the time */
    public RepositoryScripts(Clock clock) {
        this.clock = clock;
    }

    /**
     * The scripts that a repository has now.
     *
     * @throws IOException where Git cannot be asked or read; a broken script makes its kind unknown instead
     */
    public HealthScripts of(ConfigRepository repository) throws IOException {
        TreeReader tree = repository.tree();
        Optional<String> id = tree.id(FOLDER);
        if (id.isEmpty()) {
            return HealthScripts.none();
        }
        HealthScripts scripts = known(id.get());
        if (scripts == null) {
            scripts = ScriptFolder.read(tree, FOLDER, clock);
            keep(id.get(), scripts);
        }
        return scripts;
    }

    @CheckForNull
    private synchronized HealthScripts known(String id) {
        return known.get(id);
    }

    private synchronized void keep(String id, HealthScripts scripts) {
        known.put(id, scripts);
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
