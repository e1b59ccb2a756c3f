package io.jenkins.plugins.gitops.engine.health;

import java.util.Objects;

/**
 * A rule set's verdict on one object.
 *
 * @param rules the name of the rule set that gave it
 * @param status the rule set's own word, such as {@code Degraded} or {@code InProgress}
 * @param standing what a wait makes of it
 * @param message why, as the rule set's users know it; may be empty
 */
public record Health(String rules, String status, Standing standing, String message) {

    public Health {
        Objects.requireNonNull(rules);
        Objects.requireNonNull(status);
        Objects.requireNonNull(standing);
        Objects.requireNonNull(message);
    }
}
