package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.gate.DriftReadings.Reading;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.time.Clock;

/**
 * Looks whether environments run what Git says.
 *
 * @param installation who delivers, as what was delivered names it
 */
public record DriftLook(
        ConfigRepository repository, Renderer renderer, RepositoryScripts scripts, String installation, Clock clock) {

    /**
     * A look at one, made now.
     *
     * @param cluster its destination
     * @throws IOException where not everything can be seen, with a sentence
     */
    public Reading at(Application application, Environment environment, Cluster cluster) throws IOException {
        Tracking tracking = new Tracking(installation, application.name(), environment.name());
        return new LiveEnvironment(
                        repository.source(application, environment, renderer),
                        cluster,
                        cluster,
                        tracking,
                        new DeliveryTurns(),
                        scripts.of(repository),
                        clock)
                .diff(null)
                .reading(clock.instant());
    }
}
