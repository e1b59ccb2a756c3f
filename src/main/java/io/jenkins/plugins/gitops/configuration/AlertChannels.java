package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.alert.Alert;
import io.jenkins.plugins.gitops.engine.alert.AlertChannel;
import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.alert.AlertPost;
import io.jenkins.plugins.gitops.engine.alert.AlertTimer;
import io.jenkins.plugins.gitops.engine.alert.AlertUrl;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** The webhooks that an administrator defined, as they are when something is sent. */
public final class AlertChannels {
    /** Jenkins's timer. */
    public static final AlertTimer TIMER =
            (delay, task) -> Timer.get().schedule(task, Math.max(delay.toMillis(), 0), TimeUnit.MILLISECONDS);

    private static final Logger LOGGER = Logger.getLogger(AlertChannels.class.getName());
    private static final String LANE = "alerts";

    private final Map<String, AlertChannel> channels = new HashMap<>();

    /** It has a thread, so it is made when there is something to send. */
    @CheckForNull
    private AlertPost post;

    /** Sends a message to those that are told of its environment; returns at once. */
    public synchronized void send(Alert alert) {
        List<AlertDefinition> definitions = GitOpsGlobalConfiguration.get().getAlerts();
        channels.keySet()
                .retainAll(definitions.stream().map(AlertDefinition::getName).collect(Collectors.toSet()));
        String dashboard = dashboard();
        for (AlertDefinition definition : definitions) {
            Optional<AlertFormat> format = definition.format();
            if (format.isPresent() && definition.isAbout(alert.place())) {
                channel(definition.getName()).send(format.get().body(alert, dashboard));
            }
        }
    }

    private AlertChannel channel(String name) {
        AlertPost made = post == null ? new AlertPost(JenkinsProxy.asSetNow(), Clock.systemUTC()) : post;
        post = made;
        return channels.computeIfAbsent(
                name,
                fresh -> new AlertChannel(
                        () -> url(name),
                        made,
                        Background.executor(LANE),
                        TIMER,
                        trouble -> LOGGER.warning("Webhook '" + name + "': " + trouble)));
    }

    private static Optional<AlertUrl> url(String name) {
        return GitOpsGlobalConfiguration.get().getAlerts().stream()
                .filter(definition -> definition.getName().equals(name))
                .findFirst()
                .flatMap(AlertDefinition::url);
    }

    private static String dashboard() {
        String root = Jenkins.get().getRootUrl();
        return root == null ? "" : root + "gitops/";
    }
}
