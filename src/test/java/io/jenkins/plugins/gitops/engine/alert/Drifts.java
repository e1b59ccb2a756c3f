package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.util.List;

/** Drifts that a monitor may tell of. */
final class Drifts {
    static final MonitoredPlace PROD = new MonitoredPlace("https://git.example.com/config", "shop", "prod", "east");

    private Drifts() {}

    /** A ConfigMap whose value is another than Git's. */
    static ResourceDiff changed(String name) {
        return new Differ(List.of())
                .compare(Clusters.configMap("shop", name, "blue"), Clusters.configMap("shop", name, "red"));
    }

    /** A ConfigMap that is not there. */
    static ResourceDiff missing(String name) {
        return new Differ(List.of()).compare(Clusters.configMap("shop", name, "blue"), null);
    }

    static DriftRecord drift(ResourceDiff diff, Action action) {
        return drift(diff, action, 1);
    }

    static DriftRecord drift(ResourceDiff diff, Action action, int count) {
        return new DriftRecord(
                diff, new Attribution.Person("kubectl-edit"), action, ManualTime.START, ManualTime.START, count);
    }
}
