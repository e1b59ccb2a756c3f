package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a controller's own objects say of a wanted revision. Nothing of it is green but {@link Applied}. */
public sealed interface ControllerWord {

    /** The sentence for a person. */
    String reason();

    /**
     * It has brought the wanted revision to the cluster and its word is newer than that.
     *
     * @param revision the revision in the controller's own words
     * @param standing what it says of the health; empty where it did not judge any
     * @param since when the health last changed, at the latest; empty where it does not say
     * @param reason the sentence, with the controller's message where it is not healthy
     */
    record Applied(String revision, Optional<Standing> standing, Optional<Instant> since, String reason)
            implements ControllerWord {}

    /** It is on its way, or waits for something that can come by itself or by a person. */
    record Pending(String reason) implements ControllerWord {}

    /**
     * It has not looked since the change.
     *
     * @param requests what to apply, server-side and as they are, to ask it to look now
     */
    record Stale(String reason, List<Resource> requests) implements ControllerWord {

        public Stale {
            requests = List.copyOf(requests);
        }
    }

    /**
     * It will not bring this revision: an error that no waiting heals.
     *
     * @param requests where the error may be about an older revision: what to apply first, server-side and as they are,
     *     so that it is believed only when the controller says it again; empty where it is about this one
     */
    record Refused(String reason, List<Resource> requests) implements ControllerWord {

        public Refused {
            requests = List.copyOf(requests);
        }

        Refused(String reason) {
            this(reason, List.of());
        }
    }

    /** It cannot be told: no such object, several, or nothing said of the revision. */
    record Untold(String reason) implements ControllerWord {}
}
