package io.jenkins.plugins.gitops.engine.application;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** A condition on a promotion: declared and validated here, decided by the promotion. */
public sealed interface Gate {

    /** Unique in its environment. */
    String name();

    /**
     * People must agree.
     *
     * @param users who may, by Jenkins user id
     * @param groups whose members may
     * @param count how many must
     * @param self whether the one who promotes may approve too
     */
    record Approval(String name, List<String> users, List<String> groups, int count, boolean self) implements Gate {

        public Approval {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /**
     * The version must have been live and healthy for a while in the environments it comes from.
     *
     * @param duration how long
     */
    record Soak(String name, Duration duration) implements Gate {}

    /**
     * The time must be right; a denied window stands over an allowed one (Argo CD: sync windows).
     *
     * @param allow where there are any, one must be open
     * @param deny none may be open
     * @param timeZone in which the schedules are read
     */
    record Window(String name, List<Opening> allow, List<Opening> deny, ZoneId timeZone) implements Gate {

        public Window {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }
    }

    /**
     * When a window opens, and for how long.
     *
     * @param schedule a cron expression of five fields
     * @param duration how long it stays open
     */
    record Opening(String schedule, Duration duration) {}

    /**
     * Commit statuses must be successful.
     *
     * @param contexts their names
     */
    record Checks(String name, List<String> contexts) implements Gate {

        public Checks {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * Environments must be healthy.
     *
     * @param environments their names
     */
    record Healthy(String name, List<String> environments) implements Gate {

        public Healthy {
            environments = List.copyOf(environments);
        }
    }
}
