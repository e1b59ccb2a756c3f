package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a monitor has to say. Values of Secrets are never in it. */
public sealed interface MonitorEvent {

    /** When it was found. */
    Instant time();

    /** What it is, in a word for programs. */
    String name();

    /** Which environment it is about. */
    MonitoredPlace place();

    /**
     * What a repository declares: told at first, when it declares something else, and again after {@link Unknown} of
     * the repository itself.
     *
     * @param environments all of them, in its order
     */
    record Declared(Instant time, MonitoredPlace place, List<MonitoredPlace> environments) implements MonitorEvent {
        public Declared {
            environments = List.copyOf(environments);
        }

        @Override
        public String name() {
            return "declared";
        }
    }

    /**
     * Changes of a repository were found by asking alone, although its webhooks had come before.
     *
     * @param missed how many since the last webhook
     * @param lastHeard when that came
     */
    record WebhookLost(Instant time, MonitoredPlace place, int missed, Instant lastHeard) implements MonitorEvent {
        @Override
        public String name() {
            return "webhook-lost";
        }
    }

    /** Everything of the environment is seen: at first, and again after {@link Unknown}. */
    record Seen(Instant time, MonitoredPlace place, String revision, int objects) implements MonitorEvent {
        @Override
        public String name() {
            return "seen";
        }
    }

    /** A resource has drifted, has drifted again, or other fields of it have. */
    record Drifted(Instant time, MonitoredPlace place, String revision, DriftRecord drift) implements MonitorEvent {
        @Override
        public String name() {
            return "drift";
        }
    }

    /**
     * A drift is over: the resource is as Git says, the policy now allows it, or nobody watches the environment any more.
     *
     * @param healed whether it ended because it was put back from here
     */
    record Resolved(Instant time, MonitoredPlace place, DriftRecord drift, boolean healed) implements MonitorEvent {
        @Override
        public String name() {
            return "resolved";
        }
    }

    /** A drifted resource was put back; that it stands is told by {@link Resolved}. */
    record Healed(Instant time, MonitoredPlace place, String revision, ResourceKey resource, String message)
            implements MonitorEvent {
        @Override
        public String name() {
            return "healed";
        }
    }

    /**
     * What the policy asks for is not done.
     *
     * @param resource empty where it is about the environment
     * @param reason why, as a sentence
     */
    record Refused(Instant time, MonitoredPlace place, Optional<ResourceKey> resource, String reason)
            implements MonitorEvent {
        @Override
        public String name() {
            return "refused";
        }
    }

    /**
     * Not everything can be seen. What was known of the rest stands, what cannot be seen is neither in sync nor healed.
     *
     * @param reasons what and why, as sentences
     */
    record Unknown(Instant time, MonitoredPlace place, List<String> reasons) implements MonitorEvent {

        public Unknown {
            reasons = List.copyOf(reasons);
        }

        @Override
        public String name() {
            return "unknown";
        }
    }
}
