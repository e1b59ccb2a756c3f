package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.health.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at what is live of an environment.
 *
 * @param revision the commit it was compared with
 * @param resources every desired object
 * @param unseen what could not be read and why, as sentences; not empty means that nothing can be called live
 */
public record Observation(String revision, List<ResourceState> resources, List<String> unseen) {
    private static final int NAMED = 5;

    public Observation {
        resources = List.copyOf(resources);
        unseen = List.copyOf(unseen);
    }

    /** Whether every desired object is there and as Git says. */
    public boolean isInSync() {
        return unseen.isEmpty() && resources.stream().allMatch(ResourceState::isInSync);
    }

    /**
     * Whether every desired object is there, in sync and healthy; a kind without an opinion need only be there and in
     * sync.
     *
     * @param suspended whether a suspended object counts
     */
    public boolean isLive(boolean suspended) {
        return isInSync() && resources.stream().allMatch(resource -> counts(resource.standing(), suspended));
    }

    /** Why it is not live: what is unseen, then the worst first, at most five and how many more. */
    public List<String> causes(boolean suspended) {
        List<String> causes = new ArrayList<>(unseen);
        for (Standing standing : List.of(
                Standing.FAILED, Standing.MISSING, Standing.UNKNOWN, Standing.PROGRESSING, Standing.SUSPENDED)) {
            resources.stream()
                    .filter(resource -> resource.standing() == standing && !counts(standing, suspended))
                    .forEach(resource -> causes.add(describe(resource)));
        }
        resources.stream()
                .filter(resource -> resource.isThere() && !resource.isInSync())
                .filter(resource -> counts(resource.standing(), suspended))
                .forEach(resource -> causes.add(resource.key() + " is OutOfSync: "
                        + resource.diff().fields().stream()
                                .limit(NAMED)
                                .map(field -> field.path())
                                .reduce((first, second) -> first + ", " + second)
                                .orElse(resource.diff().reason())));
        if (causes.size() > NAMED) {
            int more = causes.size() - NAMED;
            causes.subList(NAMED, causes.size()).clear();
            causes.add("and " + more + " more");
        }
        return causes;
    }

    private static boolean counts(Standing standing, boolean suspended) {
        return standing == Standing.HEALTHY || suspended && standing == Standing.SUSPENDED;
    }

    private static String describe(ResourceState resource) {
        if (!resource.isThere()) {
            return resource.key() + " is Missing";
        }
        return resource.health()
                .map(health -> resource.key() + " is " + health.status()
                        + (health.message().isEmpty() ? "" : ": " + health.message()))
                .orElseGet(() -> resource.key() + " is " + resource.standing());
    }
}
