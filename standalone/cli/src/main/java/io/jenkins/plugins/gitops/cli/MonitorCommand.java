package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.monitor.Monitor;
import io.jenkins.plugins.gitops.engine.monitor.MonitorContext;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "monitor",
        description = "Watch all environments of config repositories for drift; one JSON event a line.",
        mixinStandardHelpOptions = true)
final class MonitorCommand implements Callable<Integer> {
    private static final Logger LOGGER = Logger.getLogger(MonitorCommand.class.getName());

    @ParentCommand
    private GitOps gitops;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            required = true,
            description = "A config repository: an https or ssh URL, or a local path. May be given several times.")
    private List<String> repositories;

    @Mixin
    private RepositoryLogin login;

    @Mixin
    private ClusterOptions clusters;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How often each repository is asked, such as 30s (default) or 5m.")
    private Duration interval = MonitorSettings.DEFAULT.interval();

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "Keep in this folder what drifted, by whose hand and for how long.")
    private Path history;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Serve the dashboard on this port of 127.0.0.1; 0 for any that is free.")
    private Integer port;

    @Option(
            names = "--alert",
            paramLabel = "KIND",
            converter = AlertFormatConverter.class,
            description = "Tell a webhook of drift: json, slack or teams. Its URL is in GITOPS_ALERT_URL.")
    private AlertFormat alert;

    @Override
    public Integer call() throws IOException {
        if (interval.isZero()) {
            throw new BadInput("--interval must be longer than nothing");
        }
        // standard output is for programs alone, and so whether somebody watches does not matter
        Output out = new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), true, false);
        CountDownLatch end = new CountDownLatch(1);
        Board board = new Board();
        try (MonitorAlerts alerts = alert == null ? null : new MonitorAlerts(alert, gitops.environment(), out::note);
                Mirrors mirrors = new Mirrors(login.cacheFolder(gitops.environment()));
                OpenedClusters opened = new OpenedClusters(clusters, gitops.environment());
                EventLines lines = new EventLines(out, end::countDown);
                KeptEvents kept = KeptEvents.in(history);
                Monitor monitor = new Monitor(
                        configs(mirrors, opened),
                        context(opened, told(board, alerts).andThen(kept::keep).andThen(lines::tell)));
                DashboardServer dashboard = dashboard(board, monitor)) {
            Thread killed = new Thread(
                    () -> {
                        monitor.close();
                        kept.close();
                        lines.close();
                    },
                    "monitor-end");
            Runtime.getRuntime().addShutdownHook(killed);
            monitor.start();
            if (dashboard != null) {
                out.note("The dashboard is at " + dashboard.url());
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                LOGGER.log(Level.FINE, "Interrupted", e);
            }
            forget(killed);
        }
        return ExitStatus.YES;
    }

    private static Consumer<MonitorEvent> told(Board board, @CheckForNull MonitorAlerts alerts) {
        return alerts == null ? board : board.andThen(alerts::tell);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOGGER.log(Level.FINE, "Killed at the same time", e);
        }
    }

    @CheckForNull
    private DashboardServer dashboard(Board board, Monitor monitor) {
        return port == null
                ? null
                : DashboardServer.start(port, board, () -> monitor.metrics().text());
    }

    /** What is wrong in them is better said before anything is watched than as one event among many. */
    private List<ConfigRepository> configs(Mirrors mirrors, OpenedClusters opened) throws IOException {
        List<ConfigRepository> configs = new ArrayList<>();
        for (String url : new LinkedHashSet<>(repositories)) {
            ConfigRepository config = new ConfigRepository(mirrors.open(login.access(url, gitops.environment())), null);
            try {
                opened.open(config.configuration());
            } catch (IOException e) {
                if (Failures.statusOf(e) == ExitStatus.BAD_INPUT) {
                    throw e;
                }
                LOGGER.log(Level.FINE, "The monitor tries again", e);
            }
            configs.add(config);
        }
        return configs;
    }

    private MonitorContext context(OpenedClusters opened, Consumer<MonitorEvent> listener) {
        return new MonitorContext(
                opened,
                RenderCommand.renderer(gitops.environment()),
                OpenEnvironment.INSTALLATION,
                new DeliveryTurns(),
                new MonitorSettings(interval, MonitorSettings.DEFAULT.steady()),
                Clock.systemUTC(),
                listener);
    }
}
