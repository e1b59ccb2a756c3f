package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.application.Gate.IgnoredFinding;
import io.jenkins.plugins.gitops.engine.application.Gate.ScanFormat;
import io.jenkins.plugins.gitops.engine.application.Gate.Severity;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanGateTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String OTHER_DIGEST = "sha256:" + "cd".repeat(32);

    @ParameterizedTest
    @ValueSource(strings = {"TRIVY", "SARIF", "AQUA", "PRISMA"})
    void readsEveryFormat(ScanFormat format) throws IOException {
        String report = report(format, Candidates.IMAGE, "CVE-1:critical", "CVE-2:high", "CVE-3:low");

        for (Optional<ScanFormat> told : List.of(Optional.<ScanFormat>empty(), Optional.of(format))) {
            assertThat(decide(gate(told, Gate.Scan.MOST), report))
                    .isEqualTo(Decision.closed(
                            "Found 1 critical where 0 are allowed (CVE-1), 1 high where 0 are allowed (CVE-2)"));
            assertThat(decide(gate(told, Map.of(Severity.CRITICAL, 1, Severity.HIGH, 1)), report))
                    .isEqualTo(Decision.open("3 findings count, no more than allowed"));
            assertThat(decide(gate(told, Map.of(Severity.LOW, 0)), report).reason())
                    .isEqualTo("Found 1 low where 0 are allowed (CVE-3)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRIVY", "SARIF", "AQUA", "PRISMA"})
    void refusesAReportAboutAnotherImage(ScanFormat format) throws IOException {
        Decision decision = decide(gate(), report(format, "registry.example.com/shop/web:1.4.1"));

        assertThat(decision)
                .isEqualTo(Decision.closed("The report trivy is about registry.example.com/shop/web:1.4.1, not about "
                        + Candidates.IMAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRIVY", "SARIF", "AQUA", "PRISMA"})
    void isNotToldAFormatThatItIsNotIn(ScanFormat format) {
        ScanFormat other = format == ScanFormat.TRIVY ? ScanFormat.SARIF : ScanFormat.TRIVY;

        assertThatThrownBy(() -> decide(gate(Optional.of(other), Map.of()), report(format, Candidates.IMAGE)))
                .hasMessageContaining("is not in the format");
    }

    @ParameterizedTest
    @CsvSource({
        // promoted, named by the report, state
        "shop/web:1, shop/web:1, OPEN",
        "docker.io/library/nginx:1, nginx:1, OPEN",
        "index.docker.io/shop/web:1, shop/web:1, OPEN",
        "shop/web:1, shop/web:2, CLOSED",
        "shop/web:1, registry.example.com/shop/web:1, CLOSED",
        "localhost:5000/web:1, localhost:5000/web:1, OPEN",
        "shop/web, shop/web, OPEN",
        "shop/web, shop/web:1, CLOSED",
        "shop/web@DIGEST, shop/web@DIGEST, OPEN",
        "shop/web:1@DIGEST, mirror.example.com/web@DIGEST, OPEN",
        "shop/web:1@DIGEST, shop/web:1@OTHER, CLOSED",
        "shop/web:1@DIGEST, shop/web:1, OPEN",
        "shop/web:1, shop/web:1@OTHER, OPEN",
    })
    void comparesImages(String promoted, String named, State state) throws IOException {
        String report = report(ScanFormat.TRIVY, digests(named));

        assertThat(decide(gate(), Candidates.proposing("", digests(promoted)), report)
                        .state())
                .isEqualTo(state);
    }

    @Test
    void tellsHowSurelyAReportIsAboutTheImage() throws IOException {
        Candidate candidate = Candidates.proposing("", "shop/web:1@" + DIGEST);

        assertThat(decide(gate(), candidate, report(ScanFormat.TRIVY, "shop/web:1"))
                        .reason())
                .endsWith("; the report names the tag of shop/web:1@" + DIGEST + ", not its digest");
        assertThat(decide(gate(), candidate, "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}"))
                .isEqualTo(Decision.open("0 findings count, no more than allowed; the report does not say which image "
                        + "it is about"));
    }

    @Test
    void looksAtRepositoryDigestsToo() throws IOException {
        Candidate candidate = Candidates.proposing("", "shop/web:1@" + DIGEST);
        String trivy = """
                {"SchemaVersion": 2, "ArtifactName": "shop/web:1", "ArtifactType": "container_image",
                 "Metadata": {"ImageID": "%1$s", "RepoTags": ["shop/web:1"], "RepoDigests": ["shop/web@%2$s"]}}""";

        assertThat(decide(gate(), candidate, trivy.formatted(OTHER_DIGEST, DIGEST)))
                .isEqualTo(Decision.open("0 findings count, no more than allowed"));
        assertThat(decide(gate(), candidate, trivy.formatted(DIGEST, OTHER_DIGEST))
                        .state())
                .isEqualTo(State.CLOSED);
    }

    @Test
    void everyImageMustHaveBeenLookedAt() throws IOException {
        Candidate candidate = Candidates.proposing("", "shop/web:1", "shop/job:2");
        String web = report(ScanFormat.TRIVY, "shop/web:1", "CVE-1:high");
        String job = report(ScanFormat.TRIVY, "shop/job:2", "CVE-2:high");

        assertThat(decide(gate(), candidate, web).reason()).endsWith("not about shop/job:2");
        assertThat(decide(gate(Optional.empty(), Map.of(Severity.HIGH, 2)), candidate, web, job)
                        .state())
                .isEqualTo(State.OPEN);
        assertThat(decide(gate(Optional.empty(), Map.of(Severity.HIGH, 1)), candidate, web, job)
                        .state())
                .isEqualTo(State.CLOSED);
    }

    @Test
    void aReportThatNamesNoImageIsAboutOneAtMost() throws IOException {
        Candidate both = Candidates.proposing("", "shop/web:1", "shop/job:2");
        String unnamed = "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}";

        assertThat(decide(gate(), both, unnamed))
                .isEqualTo(Decision.closed("The report trivy does not say which image it is about, so that it can be"
                        + " about one alone of shop/web:1, shop/job:2"));
        assertThat(decide(gate(), both, unnamed, unnamed).state()).isEqualTo(State.OPEN);
        assertThat(decide(gate(), both, unnamed, report(ScanFormat.TRIVY, "shop/web:1"))
                        .state())
                .isEqualTo(State.OPEN);
    }

    @Test
    void aquaTellsSeverityByWhoKnows() throws IOException {
        String aqua = """
                {"image": "%s", "registry": "", "resources": [{"vulnerabilities": [
                 {"name": "CVE-1", "aqua_severity": null, "vendor_severity": "critical"},
                 {"name": "CVE-2", "aqua_severity": "", "vendor_severity": null, "nvd_severity": "high"}]}]}""".formatted(Candidates.IMAGE);

        assertThat(decide(gate(Optional.empty(), Map.of(Severity.CRITICAL, 0, Severity.HIGH, 0)), aqua)
                        .reason())
                .isEqualTo("Found 1 critical where 0 are allowed (CVE-1), 1 high where 0 are allowed (CVE-2)");
    }

    @ParameterizedTest
    @CsvSource({"2026-05-05, OPEN", "2026-05-04, OPEN", "2026-05-03, CLOSED", ", OPEN"})
    void ignoresFindingsUntilTheLastDay(LocalDate until, State state) throws IOException {
        IgnoredFinding ignored = new IgnoredFinding("CVE-1", Optional.ofNullable(until));
        Gate.Scan gate = new Gate.Scan("scan", "trivy", Optional.empty(), Gate.Scan.MOST, List.of(ignored));
        Decision decision = decide(gate, report(ScanFormat.TRIVY, Candidates.IMAGE, "CVE-1:high"));

        assertThat(decision.state()).isEqualTo(state);
        if (state == State.CLOSED) {
            assertThat(decision.reason()).endsWith("(CVE-1); CVE-1 was ignored until 2026-05-03");
        }
    }

    @Test
    void anUnknownSeverityIsNoExcuse() throws IOException {
        String report = report(ScanFormat.TRIVY, Candidates.IMAGE, "CVE-1:terrible");

        assertThat(decide(gate(Optional.empty(), Map.of(Severity.UNKNOWN, 0)), report)
                        .reason())
                .isEqualTo("Found 1 of unknown severity where 0 are allowed (CVE-1)");
    }

    @Test
    void trivyReportsSecretsAndMisconfigurationsToo() throws IOException {
        String report = """
                {"SchemaVersion": 2, "ArtifactName": "%s", "Results": [
                  {"Secrets": [{"RuleID": "aws-key", "Severity": "CRITICAL"}]},
                  {"Misconfigurations": [{"ID": "DS002", "Severity": "HIGH", "Status": "FAIL"},
                                         {"ID": "DS001", "Severity": "HIGH", "Status": "PASS"}]}]}""".formatted(Candidates.IMAGE);

        assertThat(decide(gate(), report).reason())
                .isEqualTo("Found 1 critical where 0 are allowed (aws-key), 1 high where 0 are allowed (DS002)");
    }

    /** What a result holds in addition, what its rule holds, and the severity that is counted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"level\": \"error\" | \"properties\": {\"security-severity\": \"9.1\"} | CRITICAL",
                "\"level\": \"note\" | \"properties\": {\"security-severity\": 7.0} | HIGH",
                "\"properties\": {\"security-severity\": \"4.0\"} | \"properties\": {\"security-severity\": \"9.9\"} | MEDIUM",
                "\"level\": \"error\" | \"properties\": {\"security-severity\": \"0.0\"} | HIGH",
                "\"level\": \"error\" | \"properties\": {} | HIGH",
                "\"x\": 1 | \"defaultConfiguration\": {\"level\": \"note\"} | LOW",
                "\"x\": 1 | \"x\": 1 | MEDIUM",
                "\"level\": \"none\" | \"x\": 1 | UNKNOWN",
                "\"level\": \"error\", \"suppressions\": [{\"kind\": \"external\"}] | \"x\": 1 | ",
                "\"level\": \"error\", \"suppressions\": [{\"status\": \"underReview\"}] | \"x\": 1 | HIGH",
                "\"level\": \"error\", \"suppressions\": [] | \"x\": 1 | HIGH",
                "\"level\": \"error\", \"kind\": \"pass\" | \"x\": 1 | ",
                "\"level\": \"error\", \"baselineState\": \"absent\" | \"x\": 1 | ",
            })
    void sarifSaysSeverityInManyWays(String result, String rule, Severity severity) throws IOException {
        String byId = """
                {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rules": [{"id": "other"}, {"id": "R1", %s}]}},
                 "results": [{%s, %s}]}]}""";

        for (String reference : List.of("\"ruleId\": \"R1\"", "\"ruleIndex\": 1", "\"rule\": {\"id\": \"R1\"}")) {
            String report = byId.formatted(rule, reference, result);
            for (Severity each : Severity.values()) {
                assertThat(decide(gate(Optional.empty(), Map.of(each, 0)), report)
                                .state())
                        .as("%s of %s", each, report)
                        .isEqualTo(each == severity ? State.CLOSED : State.OPEN);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\": \"2.1.0\", \"runs\": []}",
                "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {}}]}",
                "{\"version\": \"2.1.0\", \"runs\": [{\"results\": [], \"invocations\": [{\"executionSuccessful\": false}]}]}",
                "{\"image\": \"shop/web:1\", \"vulnerability_summary\": {\"critical\": 3}}",
                "{\"results\": [{\"name\": \"shop/web:1\", \"vulnerabilityDistribution\": {\"total\": 2}}]}",
                "{\"SchemaVersion\": 2, \"ArtifactName\": \".\", \"ArtifactType\": \"filesystem\", \"Results\": []}",
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"shop/web:1\"}{\"SchemaVersion\": 2}",
                "{}",
                "[]",
                "null",
                "\"trivy\"",
                "",
                "{",
                "<html>"
            })
    void isUnknownWhereAReportIsNotWhole(String report) {
        assertThatThrownBy(() -> decide(gate(), report))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("report-0.json ");
    }

    @Test
    void prismaMayListNothingWhereItCountsNothing() throws IOException {
        String report =
                "{\"results\": [{\"name\": \"%s\", \"vulnerabilities\": null, \"vulnerabilityDistribution\": {\"total\": 0}}]}";

        assertThat(decide(gate(), report.formatted(Candidates.IMAGE)).state()).isEqualTo(State.OPEN);
    }

    @Test
    void isClosedWhereTheBuildHasHandedInNothing() throws IOException {
        assertThat(decide(gate())).isEqualTo(Decision.closed("The build has handed in no report trivy"));
    }

    @Test
    @Timeout(60)
    void boundsHostileReports() {
        assertThatThrownBy(() -> decide(gate(), "[".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> decide(gate(), "{\"runs\":[" + "[],".repeat(1_500_000) + "[]]}"))
                .hasMessage("report-0.json holds more than 2000000 values");
        assertThatThrownBy(() -> decide(gate(), "\"" + "a".repeat(5 << 20) + "\""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("String");
        ScanReports endless = (candidate, name) -> List.of(new ScanReports.Report() {
            @Override
            public String title() {
                return "endless.json";
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        Arrays.fill(buffer, offset, offset + length, (byte) ' ');
                        return length;
                    }
                };
            }
        });
        assertThatThrownBy(() -> new ScanGate(gate(), endless).decide(Candidates.candidate(), Candidates.NOW))
                .hasMessage("endless.json is larger than 32 MB");
    }

    private static String digests(String reference) {
        return reference.replace("DIGEST", DIGEST).replace("OTHER", OTHER_DIGEST);
    }

    private static Gate.Scan gate() {
        return gate(Optional.empty(), Gate.Scan.MOST);
    }

    private static Gate.Scan gate(Optional<ScanFormat> format, Map<Severity, Integer> most) {
        return new Gate.Scan("scan", "trivy", format, most, List.of());
    }

    private static Decision decide(Gate.Scan gate, String... reports) throws IOException {
        return decide(gate, Candidates.candidate(), reports);
    }

    private static Decision decide(Gate.Scan gate, Candidate candidate, String... reports) throws IOException {
        List<ScanReports.Report> handedIn = new ArrayList<>();
        for (String report : reports) {
            String title = "report-" + handedIn.size() + ".json";
            handedIn.add(new ScanReports.Report() {
                @Override
                public String title() {
                    return title;
                }

                @Override
                public InputStream open() {
                    return new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        return new ScanGate(gate, (asked, name) -> {
                    assertThat(name).isEqualTo("trivy");
                    return handedIn;
                })
                .decide(candidate, Candidates.NOW);
    }

    /** A report as its scanner writes it, with findings as {@code id:severity}. */
    private static String report(ScanFormat format, String image, String... findings) {
        StringBuilder list = new StringBuilder();
        StringBuilder rules = new StringBuilder();
        for (String finding : findings) {
            String id = finding.replaceAll(":.*", "");
            String severity = finding.replaceAll(".*:", "");
            list.append(list.isEmpty() ? "" : ",");
            list.append(
                    switch (format) {
                        case TRIVY ->
                            "{\"VulnerabilityID\":\"%s\",\"PkgName\":\"zlib\",\"Severity\":\"%s\"}"
                                    .formatted(id, severity.toUpperCase(Locale.ROOT));
                        case SARIF -> "{\"ruleId\":\"%s\",\"level\":\"error\"}".formatted(id);
                        case AQUA ->
                            "{\"name\":\"%s\",\"nvd_severity\":\"low\",\"aqua_severity\":\"%s\"}"
                                    .formatted(id, severity);
                        case PRISMA ->
                            "{\"id\":\"%s\",\"severity\":\"%s\",\"packageName\":\"zlib\"}".formatted(id, severity);
                    });
            String score = severity.equals("critical") ? "9.8" : severity.equals("high") ? "7.5" : "2.0";
            rules.append(rules.isEmpty() ? "" : ",")
                    .append("{\"id\":\"%s\",\"properties\":{\"security-severity\":\"%s\"}}".formatted(id, score));
        }
        return switch (format) {
            case TRIVY -> """
                    {"SchemaVersion": 2, "ArtifactName": "%s", "ArtifactType": "container_image", "Metadata": {},
                     "Results": [{"Target": "debian", "Class": "os-pkgs", "Vulnerabilities": [%s]}]}""".formatted(image, list);
            case SARIF -> """
                    {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy", "rules": [%s]}},
                     "results": [%s], "properties": {"imageName": "%s"}}]}""".formatted(rules, list, image);
            case AQUA -> """
                    {"image": "%s", "registry": "", "resources": [{"resource": {"name": "zlib"}, "scanned": true,
                     "vulnerabilities": [%s]}], "vulnerability_summary": {"total": %d}}""".formatted(image, list, findings.length);
            case PRISMA -> """
                    {"results": [{"id": "sha256:1", "name": "%s", "distro": "Debian", "vulnerabilities": [%s],
                     "vulnerabilityDistribution": {"total": %d}, "vulnerabilityScanPassed": true}]}""".formatted(image, list, findings.length);
        };
    }
}
