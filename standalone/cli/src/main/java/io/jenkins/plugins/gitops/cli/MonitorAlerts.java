package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.alert.AlertChannel;
import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.alert.AlertPost;
import io.jenkins.plugins.gitops.engine.alert.AlertTimer;
import io.jenkins.plugins.gitops.engine.alert.AlertUrl;
import io.jenkins.plugins.gitops.engine.alert.Alerts;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sends alerts to the webhook that {@code GITOPS_ALERT_URL} names, on threads of its own. */
final class MonitorAlerts implements AutoCloseable {
    private static final String NAME = "GITOPS_ALERT_URL";
    private static final int THREADS = 2;

    private final ScheduledThreadPoolExecutor threads;
    private final Alerts alerts;

    /**
     * @param trouble told in a sentence what is not sent
     * @throws BadInput where the variable names no URL, which the message does not tell
     */
    MonitorAlerts(AlertFormat format, Map<String, String> environment, Consumer<String> trouble) {
        AlertUrl url = AlertUrl.of(environment.getOrDefault(NAME, ""))
                .orElseThrow(() -> new BadInput("--alert needs the http or https URL of a webhook in " + NAME));
        threads = new ScheduledThreadPoolExecutor(
                THREADS,
                task -> {
                    Thread thread = new Thread(task, "monitor-alerts");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // after the end nothing is sent any more
        AlertTimer timer =
                (delay, task) -> threads.schedule(task, Math.max(delay.toMillis(), 0), TimeUnit.MILLISECONDS);
        Clock clock = Clock.systemUTC();
        AlertChannel channel = new AlertChannel(
                () -> Optional.of(url),
                new AlertPost(ProxySelector.getDefault(), clock),
                threads,
                timer,
                sentence -> trouble.accept("Alerts: " + sentence));
        alerts = new Alerts(clock, timer, alert -> channel.send(format.body(alert, "")));
    }

    void tell(MonitorEvent event) {
        alerts.accept(event);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
