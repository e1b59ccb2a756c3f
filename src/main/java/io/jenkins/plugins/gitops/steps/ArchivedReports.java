package io.jenkins.plugins.gitops.steps;

import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.ScanReports;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jenkins.util.VirtualFile;

/**
 * Reports among the artifacts of a build, which are there without a workspace and after a restart.
 *
 * @param artifacts all that the build has archived
 * @param handedIn which of them are reports, and under which names
 */
record ArchivedReports(VirtualFile artifacts, List<HandedInReport> handedIn) implements ScanReports {
    ArchivedReports {
        handedIn = List.copyOf(handedIn);
    }

    @Override
    public List<Report> of(Candidate candidate, String name) throws IOException {
        List<Report> reports = new ArrayList<>();
        for (HandedInReport report : handedIn) {
            if (report.name().equals(name)) {
                reports.addAll(matching(report));
            }
        }
        return reports;
    }

    private List<Report> matching(HandedInReport report) throws IOException {
        TreeSet<String> paths = new TreeSet<>(artifacts.list(report.files(), null, false));
        if (paths.isEmpty()) {
            throw new AbortException(Messages.ArchivedReports_none(report.name(), report.files()));
        }
        return paths.stream().<Report>map(path -> new Artifact(artifacts, path)).toList();
    }

    private record Artifact(VirtualFile artifacts, String title) implements Report {
        @Override
        public InputStream open() throws IOException {
            return artifacts.child(title).open();
        }
    }
}
