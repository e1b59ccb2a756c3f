package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.application.Gate.IgnoredFinding;
import io.jenkins.plugins.gitops.engine.application.Gate.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An image scanner must have looked at the very images that are promoted, and not have found too much. */
final class ScanGate implements Evaluator {
    private static final BoundedJson JSON = new BoundedJson(32 << 20, 2_000_000);
    private static final int MOST_REPORTS = 50;
    private static final int TOLD = 5;

    private final Gate.Scan gate;
    private final ScanReports reports;

    ScanGate(Gate.Scan gate, ScanReports reports) {
        this.gate = gate;
        this.reports = reports;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        List<ScanReports.Report> handedIn = reports.of(candidate, gate.report());
        if (handedIn.isEmpty()) {
            return Decision.closed("The build has handed in no report " + gate.report());
        }
        if (handedIn.size() > MOST_REPORTS) {
            return Decision.unknown("More than " + MOST_REPORTS + " reports " + gate.report() + " were handed in");
        }
        List<ScanReport> read = new ArrayList<>();
        for (ScanReports.Report report : handedIn) {
            read.add(read(report));
        }
        List<String> remarks = new ArrayList<>();
        Optional<Decision> others = images(candidate, read, remarks);
        return others.isPresent() ? others.get() : count(read, now, remarks);
    }

    private ScanReport read(ScanReports.Report report) throws IOException {
        JsonNode json;
        try (InputStream in = report.open()) {
            json = JSON.read(report.title(), in);
        }
        return ScanFormats.read(report.title(), json, gate.format());
    }

    private Optional<Decision> images(Candidate candidate, List<ScanReport> read, List<String> remarks) {
        ScannedImages scanned =
                new ScannedImages(read.stream().map(ScanReport::images).toList());
        List<String> unsaid = new ArrayList<>();
        for (String image : candidate.images()) {
            switch (scanned.about(image)) {
                case CERTAINLY -> {}
                case BY_TAG -> remarks.add("the report names the tag of " + image + ", not its digest");
                case UNSAID -> unsaid.add(image);
                case OTHERS -> {
                    String others = read.stream()
                            .flatMap(report -> report.images().stream())
                            .distinct()
                            .limit(TOLD)
                            .collect(Collectors.joining(", "));
                    return Optional.of(Decision.closed(
                            "The report " + gate.report() + " is about " + others + ", not about " + image));
                }
            }
        }
        if (unsaid.size() > scanned.unnamed()) {
            return Optional.of(Decision.closed("The report " + gate.report()
                    + " does not say which image it is about, so that it can be about one alone of "
                    + String.join(", ", unsaid)));
        }
        if (!unsaid.isEmpty()) {
            remarks.add("the report does not say which image it is about");
        }
        return Optional.empty();
    }

    private Decision count(List<ScanReport> read, Instant now, List<String> remarks) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        Set<String> ignored = gate.ignored().stream()
                .filter(each -> each.until().map(until -> !today.isAfter(until)).orElse(true))
                .map(IgnoredFinding::id)
                .collect(Collectors.toSet());
        List<Finding> findings = read.stream()
                .flatMap(report -> report.findings().stream())
                .filter(finding -> !ignored.contains(finding.id()))
                .toList();
        List<String> tooMany = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            List<Finding> found = findings.stream()
                    .filter(each -> each.severity() == severity)
                    .toList();
            Integer most = gate.most().get(severity);
            if (most != null && found.size() > most) {
                tooMany.add(
                        found.size() + " " + word(severity) + " where " + most + " are allowed (" + ids(found) + ")");
            }
        }
        expired(today, findings).ifPresent(remarks::add);
        String remark =
                remarks.isEmpty() ? "" : "; " + remarks.stream().distinct().collect(Collectors.joining("; "));
        return tooMany.isEmpty()
                ? Decision.open(findings.size() + (findings.size() == 1 ? " finding counts" : " findings count")
                        + ", no more than allowed" + remark)
                : Decision.closed("Found " + String.join(", ", tooMany) + remark);
    }

    private Optional<String> expired(LocalDate today, List<Finding> findings) {
        Set<String> found = findings.stream().map(Finding::id).collect(Collectors.toSet());
        Set<String> expired = new TreeSet<>();
        gate.ignored().stream()
                .filter(each -> each.until().filter(today::isAfter).isPresent() && found.contains(each.id()))
                .forEach(each -> expired.add(
                        each.id() + " was ignored until " + each.until().get()));
        return expired.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", expired));
    }

    private static String ids(List<Finding> found) {
        Set<String> ids = found.stream().map(Finding::id).collect(Collectors.toCollection(TreeSet::new));
        String first = ids.stream().limit(TOLD).collect(Collectors.joining(", "));
        return ids.size() > TOLD ? first + " and " + (ids.size() - TOLD) + " more" : first;
    }

    private static String word(Severity severity) {
        return severity == Severity.UNKNOWN
                ? "of unknown severity"
                : severity.name().toLowerCase(Locale.ROOT);
    }
}
