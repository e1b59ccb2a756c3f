package io.jenkins.plugins.gitops.engine.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a webhook takes. Pure functions from an alert to a JSON object. */
public enum AlertFormat {
    /** Everything, for programs. */
    JSON("JSON") {
        @Override
        Map<String, Object> message(Alert alert, String dashboard) {
            return AlertJson.of(alert, dashboard);
        }
    },
    /** Incoming webhooks of Slack, and of what takes the same. */
    SLACK("Slack") {
        @Override
        Map<String, Object> message(Alert alert, String dashboard) {
            return SlackMessage.of(alert, dashboard);
        }
    },
    /** Webhooks of Workflows in Microsoft Teams. */
    TEAMS("Microsoft Teams") {
        @Override
        Map<String, Object> message(Alert alert, String dashboard) {
            return TeamsMessage.of(alert, dashboard);
        }
    };

    private static final JsonMapper WRITER = new JsonMapper();

    private final String title;

    AlertFormat(String title) {
        this.title = title;
    }

    abstract Map<String, Object> message(Alert alert, String dashboard);

    /** As a person calls it. */
    public String title() {
        return title;
    }

    /** As it is written in a configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a key; empty where there is none. */
    public static Optional<AlertFormat> of(String key) {
        return Arrays.stream(values())
                .filter(format -> format.key().equals(key))
                .findFirst();
    }

    /**
     * The body of a request.
     *
     * @param dashboard where people can see more; empty where that is not known
     */
    public String body(Alert alert, String dashboard) {
        try {
            return WRITER.writeValueAsString(message(alert, dashboard));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and texts can always be written", e);
        }
    }
}
