package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Family;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Sample;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Type;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a monitor costs: its clusters, its repositories and this process. */
final class WorkFigures {

    private WorkFigures() {}

    static List<Family> families(
            Map<String, LiveIndex.Figures> clusters, Collection<MonitoredRepository> repositories) {
        List<Family> families = new ArrayList<>();
        families.add(ofClusters(clusters, "gitops_watches", Type.GAUGE, "Watches.", LiveIndex.Figures::watches));
        families.add(ofClusters(
                clusters, "gitops_watches_lost", Type.GAUGE, "Watches that see nothing.", LiveIndex.Figures::lost));
        families.add(ofClusters(
                clusters,
                "gitops_watch_events_total",
                Type.COUNTER,
                "What watches told: lists, changes, losses.",
                LiveIndex.Figures::heard));
        families.add(ofClusters(
                clusters,
                "gitops_api_requests_total",
                Type.COUNTER,
                "Requests to the API server, by whoever shares the connection.",
                LiveIndex.Figures::requests));
        families.add(new Family(
                "gitops_git_calls_total",
                Type.COUNTER,
                "Calls to the Git server for refs or objects.",
                repositories.stream()
                        .map(each -> new Sample("", Map.of("repository", each.url()), each.timesAsked()))
                        .toList()));
        families.add(ofProcess(
                "gitops_heap_bytes",
                "Memory in use by the whole process.",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
        families.add(ofProcess(
                "gitops_threads",
                "Threads of the whole process.",
                ManagementFactory.getThreadMXBean().getThreadCount()));
        return families;
    }

    private static Family ofClusters(
            Map<String, LiveIndex.Figures> clusters,
            String name,
            Type type,
            String help,
            ToDoubleFunction<LiveIndex.Figures> value) {
        List<Sample> samples = clusters.entrySet().stream()
                .map(each -> new Sample("", Map.of("cluster", each.getKey()), value.applyAsDouble(each.getValue())))
                .toList();
        return new Family(name, type, help, samples);
    }

    private static Family ofProcess(String name, String help, double value) {
        return new Family(name, Type.GAUGE, help, List.of(new Sample("", Map.of(), value)));
    }
}
