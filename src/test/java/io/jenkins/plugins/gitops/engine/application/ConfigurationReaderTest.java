package io.jenkins.plugins.gitops.engine.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
    private static final String ENVIRONMENT = "{name: dev, folder: dev, destination: {cluster: c}}";

    private final ConfigurationReader reader = new ConfigurationReader();

    @Test
    void tellsEveryMistakeAtOnce() {
        String text = """
                applications:
                  - name: shop
                    sourec: {path: ../x}
                    order: semvr
                    environments:
                      - name: dev
                        branch: env/dev
                        tag: v*
                        destination: {cluster: dev, namespace: Shop}
                        health: {timeout: 10 minutes}
                      - nmae: prod
                        folder: /prod
                        destination: {cluster: prod}
                        sync: {automated: yes please}
                        gates: [{soak: 0s}, {aproval: {users: [ada]}}]
                """;

        assertThat(mistakes(text))
                .extracting(Mistake::toString)
                .containsExactly(
                        "gitops.yaml:3:5: found the unknown key 'sourec', expected 'source' (known are: name, source, "
                                + "environments, defaults, order, promotes, applications)",
                        "gitops.yaml:4:12: found 'semvr', expected 'semver' (known are: build, semver, ancestry)",
                        "gitops.yaml:8:14: found a tag beside a branch, expected exactly one of branch, folder and tag "
                                + "(a folder may name its branch)",
                        "gitops.yaml:9:48: found 'Shop', expected a DNS label: at most 63 lower-case letters, digits "
                                + "and '-'",
                        "gitops.yaml:10:27: found '10 minutes', expected a duration such as 5s, 10m or 1h30m",
                        "gitops.yaml:11:9: found no 'name', expected one",
                        "gitops.yaml:11:9: found the unknown key 'nmae', expected 'name' (known are: name, branch, "
                                + "folder, tag, path, destination, delivery, controller, sync, health, "
                                + "ignoreDifferences, gates, drift, pullRequest, after)",
                        "gitops.yaml:12:17: found '/prod', expected a path from the root of the repository, such as "
                                + "apps/shop, without '..' and '.git'",
                        "gitops.yaml:14:27: found 'yes please', expected true or false",
                        "gitops.yaml:15:24: found '0s', expected a duration longer than nothing",
                        "gitops.yaml:15:29: found the unknown gate 'aproval', expected 'approval' (known are: approval, "
                                + "soak, window, checks, healthy, drift, job, tests, scan, policy, admission, command)");
    }

    /** Each line: what an environment says beside name, folder and cluster; what is wrong with it; for the schema too? */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "branch: a, path: x | found a path beside a folder, expected the folder alone | true",
                "tag: v1 | found a tag beside a folder | true",
                "branch: a..b | found 'a..b', expected a branch such as env/prod | false",
                "delivery: argo | found 'argo', expected one of jenkins, argocd, flux, external | true",
                "delivery: argcd | found 'argcd', expected 'argocd' (known are | true",
                "controller: {name: x} | found a controller where none delivers | false",
                "delivery: flux, controller: {nme: x} | found the unknown key 'nme', expected 'name' | true",
                "after: [dev] | found 'dev', expected another environment | false",
                "after: [prd] | found 'prd', expected an environment of the application | false",
                "after: dev | found 'dev', expected a list for 'after' | true",
                "after: [~] | found an item that holds nothing, expected an item of 'after' | true",
                "sync: {selfHeal: true} | found selfHeal without automated, expected 'automated: true' beside it | false",
                "sync: automated | found 'automated', expected a map for 'sync' | true",
                "sync: {prune: 1} | found the number 1, expected true or false | true",
                "sync: {retry: {limit: -1}} | found the number -1, expected a whole number from 0 to 100 | true",
                "sync: {retry: {limit: 1.5}} | found the number 1.5, expected a whole number from 0 to 100 | true",
                "sync: {retry: {backoff: {factor: 0}}} | found the number 0, expected a number from 1 to 10 | true",
                "sync: {retry: {backoff: {duration: 10m}}} | found a maxDuration of 3m, expected at least | false",
                "health: {rules: argo} | found 'argo', expected one of argocd, kstatus | true",
                "health: {timeout: 600} | found the number 600, expected a text: put it in quotes | true",
                "health: {timeout: 0s} | found '0s', expected a duration longer than nothing | false",
                "health: {steady: 10m} | found steady for 10m, expected less than the timeout of 10m | false",
                "ignoreDifferences: [{group: apps}] | found no 'kind', expected one | true",
                "ignoreDifferences: [{kind: X}] | found an entry that ignores nothing | true",
                "ignoreDifferences: [{kind: X, jsonPointers: [spec]}] | found 'spec', expected a JSON pointer | true",
                "ignoreDifferences: [{kind: X, jqPathExpressions: ['.a[']}] | found '.a[', expected a jq path | false",
                "ignoreDifferences: [{group: apps/v1, kind: X, jsonPointers: [/a]}] | expected a group without its version | true",
                "ignoreDifferences: [{kind: X, jsonPointer: [/a]}] | expected 'jsonPointers' | true",
                "gates: [{}] | found no gate, expected one of approval, soak, window, checks, healthy, drift, job | true",
                "gates: [{soak: 1h, healthy: []}] | found several gates in one item: soak, healthy | true",
                "gates: [{soak: 1h}, {soak: 2h}] | found a second gate 'soak', expected a 'name' of its own for each | false",
                "gates: [{soak: }] | found a gate 'soak' that says nothing, expected what it asks for | true",
                "gates: [{approval: {}}] | found an approval by nobody, expected users or groups, or | true",
                "gates: [{approval: {users: [a], count: 2}}] | found an approval by 2 of 1, expected no more than there are | false",
                "gates: [{window: {}}] | found a window that neither allows nor denies, expected allow or deny | true",
                "gates: [{window: {allow: [{schedule: '* * * * *'}]}}] | found no 'duration', expected one | true",
                "gates: [{window: {allow: [{schedule: daily, duration: 1h}]}}] | found 'daily', expected five fields | true",
                "gates: [{window: {deny: [{schedule: '0 25 * * *', duration: 1h}]}}] | expected the hour to be from 0 to 23, not '25' | false",
                "gates: [{window: {timeZone: Mars, deny: [{schedule: '0 1 * * *', duration: 1h}]}}] | found 'Mars', expected a time zone | false",
                "gates: [{checks: []}] | found no checks, expected the name of at least one commit status | true",
                "gates: [{approval: {forge: false}}] | found an approval by nobody, expected users or groups, or 'forge: true' | true",
                "gates: [{drift: [prd]}] | found 'prd', expected an environment of the application | false",
                "gates: [{job: {parameter: VERSION}}] | found no 'name', expected one | true",
                "gates: [{job: {name: smoke, maxAge: 0s}}] | found '0s', expected a duration longer than nothing | false",
                "gates: [{job: [smoke]}] | found a list, expected a text | true",
                "gates: [{tests: {failed: some}}] | found 'some', expected a whole number from 0 to 10000000 | true",
                "gates: [{scan: {format: snyk}}] | found 'snyk', expected one of sarif, trivy, aqua, prisma | true",
                "gates: [{scan: {most: {}}}] | found a scan that allows everything, expected how many of at least one | true",
                "gates: [{scan: {most: {worst: 1}}}] | found the unknown key 'worst' | true",
                "gates: [{scan: {ignore: [{until: '2026-01-01'}]}}] | found no 'id', expected one | true",
                "gates: [{scan: {ignore: [{id: CVE-1, until: tomorrow}]}}] | found 'tomorrow', expected a date | true",
                "gates: [{scan: {url: 'https://example.com'}}] | found the unknown key 'url' | true",
                "gates: [{policy: 'manifests.size('}] | expected a CEL expression that is true or false: mismatched input | false",
                "gates: [{policy: 'manifests.size()'}] | expected a CEL expression that is true or false: expected type 'bool' | false",
                "gates: [{policy: 'manifest.size() > 0'}] | undeclared reference to 'manifest' at character 1 | false",
                "gates: [{policy: {expression: '  '}}] | found '  ', expected a CEL expression of at most 8000 | true",
                "gates: [{policy: {reason: why}}] | found no 'expression', expected one | true",
                "gates: [{admission: false}] | found an admission that is not asked for, expected 'true' | true",
                "gates: [{command: 'rm -rf /'}] | found 'rm -rf /', expected at most 63 letters | true",
                "gates: [{command: {with: {a: b}}}] | found no 'name', expected one | true",
                "gates: [{command: {name: ask, with: {a: [b]}}}] | found a list, expected a text | true",
                "gates: [{healthy: [prd]}] | found 'prd', expected an environment of the application | false",
                "drift: heel | found 'heel', expected 'heal' | true",
                "drift: {rules: [{drift: [size]}]} | found 'size', expected one of config, state, scale | true",
                "drift: {rules: [{drift: [image]}]} | found no 'action', expected one | true",
                "drift: {rules: [{resource: deployment, action: heal}]} | expected Kind, Kind.group, Kind/name or Kind.group/name | true",
                "drift: {rules: [{fields: [data], action: heal}]} | found 'data', expected a JSON pointer | true",
                "pullRequest: maybe | found 'maybe', expected true, false or a map of labels, reviewers, merge and method | true",
                "pullRequest: {merge: auto} | found 'auto', expected one of manual, automatic | true",
                "pullRequest: {method: fast-forward} | found 'fast-forward', expected one of merge, squash, rebase | true",
                "pullRequest: {labels: gitops} | found 'gitops', expected a list for 'labels' | true",
                "pullRequest: {reviewers: ['']} | found '', expected a name | true",
                "pullRequest: {reviewer: [ada]} | found the unknown key 'reviewer', expected 'reviewers' | true",
                "pullRequest: {token: x} | found the unknown key 'token' | true",
                "x-own: 1 | found the unknown key 'x-own' | true",
            })
    void findsMistakesInAnEnvironment(String keys, String mistake, boolean inSchema) throws IOException {
        String text =
                "applications:\n- name: a\n  environments:\n  - {name: dev, folder: dev, destination: {cluster: c}, "
                        + keys + "}\n  - {name: qa, folder: qa, destination: {cluster: c}, after: []}\n";

        assertThat(mistakes(text)).extracting(Mistake::toString).anyMatch(each -> each.contains(mistake));
        assertThat(GitopsSchema.mistakes(text).isEmpty()).isEqualTo(!inSchema);
    }

    @Test
    void boundsGatesAndWindows() throws IOException {
        String window = "{schedule: '0 9 * * *', duration: 1h}";
        String gates = String.join(
                ",",
                IntStream.range(0, 51)
                        .mapToObj(i -> "{soak: 1h, name: g" + i + "}")
                        .toList());

        findsMistakesInAnEnvironment("gates: [" + gates + "]", "found 51 gates, expected at most 50", true);
        findsMistakesInAnEnvironment(
                "gates: [{window: {deny: [" + String.join(",", Collections.nCopies(51, window)) + "]}}]",
                "found 51 windows in 'deny', expected at most 50",
                true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | gitops.yaml:1:1: found nothing, expected one document",
                "[a] | gitops.yaml:1:1: found a list, expected a map with 'applications'",
                "{} | gitops.yaml:1:1: found no 'applications', expected one",
                "applications: {} | gitops.yaml:1:15: found a map, expected a list for 'applications'",
                "applications: [shop] | gitops.yaml:1:16: found 'shop', expected a map as an item of 'applications'",
                "applications: [{name: a}] | gitops.yaml:1:16: found an application without environments, expected environments or applications",
                "application: [] | gitops.yaml:1:1: found the unknown key 'application', expected 'applications'",
                "applications: [{name: 1.0, applications: []}] | gitops.yaml:1:23: found the number 1.0, expected a text: put it in quotes",
                "applications: [{name: a/b, environments: []}] | gitops.yaml:1:23: found 'a/b', expected at most 63 letters",
                "applications: [{name: a, applications: [b]}] | gitops.yaml:1:41: found 'b', expected an application of the repository",
                "applications: [{name: a, applications: [x/gitops.yaml]}] | found 'x/gitops.yaml', expected a gitops.yaml of the repository",
                "applications: [{name: a, applications: [a]}] | gitops.yaml:1:40: found an application that brings itself along: a → a",
            })
    void findsMistakesInAFile(String text, String mistake) throws IOException {
        assertThat(mistakes(text == null ? "" : text))
                .extracting(Mistake::toString)
                .anyMatch(each -> each.contains(mistake));
    }

    @Test
    void findsAnApplicationTwice() {
        Map<String, String> files = new TreeMap<>();
        files.put("a/gitops.yaml", "applications:\n- {name: shop, environments: [" + ENVIRONMENT + "]}\n");
        files.put(
                "b/gitops.yaml",
                "applications:\n- {name: shop, environments: [" + ENVIRONMENT.replace("folder: dev", "tag: t")
                        + "]}\n");

        assertThat(mistakes(files))
                .extracting(Mistake::toString)
                .containsExactly("b/gitops.yaml:2:10: found the application 'shop' again, expected a name of its own "
                        + "(it stands in a/gitops.yaml:2 already)");
    }

    @Test
    void findsAnEnvironmentTwice() {
        assertThat(mistakes("applications:\n- name: a\n  environments:\n  - " + ENVIRONMENT + "\n  - "
                        + ENVIRONMENT.replace("folder: dev", "folder: dev2") + "\n"))
                .extracting(Mistake::toString)
                .containsExactly("gitops.yaml:5:12: found the environment 'dev' again, expected it once");
    }

    @Test
    void findsTwoEnvironmentsInOnePlace() {
        String two = ENVIRONMENT.replace("name: dev", "name: qa");

        assertThat(mistakes("applications:\n- {name: a, environments: [" + ENVIRONMENT
                        + "]}\n- {name: b, environments: [" + two + "]}\n"))
                .extracting(Mistake::toString)
                .containsExactly(
                        "gitops.yaml:3:28: found the environment b/qa in the place of a/dev, expected a branch, "
                                + "folder or tag of its own");
    }

    @Test
    void takesOneFolderOnSeveralBranches() throws IOException {
        String other = ENVIRONMENT.replace("name: dev", "name: qa, branch: qa");
        Configuration configuration =
                read("applications:\n- {name: a, environments: [" + ENVIRONMENT + ", " + other + "]}\n");

        assertThat(configuration.application("a").orElseThrow().environments()).hasSize(2);
    }

    @Test
    void findsEnvironmentsThatWaitForEachOther() {
        String text = """
                applications:
                  - name: a
                    environments:
                      - {name: p, folder: p, destination: {cluster: c}, after: [r]}
                      - {name: q, folder: q, destination: {cluster: c}, after: [p]}
                      - {name: r, folder: r, destination: {cluster: c}}
                """;

        assertThat(mistakes(text))
                .extracting(Mistake::toString)
                .containsExactly("gitops.yaml:2:11: found environments that wait for each other: p → r → q → p, "
                        + "expected an order without a circle");
    }

    @Test
    void findsApplicationsThatBringEachOtherAlong() {
        Map<String, String> files = new TreeMap<>();
        files.put(
                "gitops.yaml",
                "applications:\n- {name: a, applications: [b]}\n- {name: b, applications: [t/gitops.yaml]}\n");
        files.put("t/gitops.yaml", "applications:\n- {name: c, applications: [a]}\n");

        assertThat(mistakes(files))
                .hasSize(1)
                .first()
                .satisfies(mistake ->
                        assertThat(mistake.found()).startsWith("an application that brings itself along: a → "));
    }

    @Test
    void goesOnBehindAFileThatIsNoYaml() {
        Map<String, String> files = new TreeMap<>();
        files.put("a/gitops.yaml", "applications: [\n");
        files.put("b/gitops.yaml", "a: 1\na: 2\n");
        files.put("c/gitops.yaml", "applications: 1\n");

        assertThat(mistakes(files))
                .extracting(Mistake::file)
                .containsExactly("a/gitops.yaml", "b/gitops.yaml", "c/gitops.yaml");
    }

    @Test
    void mergesDefaultsKeyByKey() throws IOException {
        Application application = read("""
                        x-retry: &retry {limit: 1}
                        defaults:
                          destination: {cluster: c, namespace: shared}
                          sync: {automated: true, prune: true, retry: *retry}
                          health: {timeout: 1m}
                          gates: [{soak: 1h}, {healthy: []}]
                          ignoreDifferences: [{kind: A, jsonPointers: [/a]}]
                          drift: heal
                          pullRequest: {labels: [gitops], reviewers: [ada], merge: automatic, method: squash}
                        applications:
                          - name: a
                            defaults: {health: {rules: kstatus}}
                            environments:
                              - {name: dev, folder: dev, pullRequest: false}
                              - name: prod
                                folder: prod
                                pullRequest: {labels: [prod], method: rebase}
                                destination: {namespace: own}
                                sync: {prune: false}
                                health: {steady: 1s}
                                gates: [{name: longer, soak: 2h}]
                                ignoreDifferences: [{kind: B, jsonPointers: [/b]}]
                        """).application("a").orElseThrow();
        Environment environment = application.environment("prod").orElseThrow();

        assertThat(environment.destination()).isEqualTo(new Destination("c", "own"));
        assertThat(environment.sync())
                .isEqualTo(new SyncPolicy(
                        true,
                        false,
                        false,
                        false,
                        false,
                        new SyncPolicy.Retry(1, Duration.ofSeconds(5), 2, Duration.ofMinutes(3))));
        assertThat(environment.health())
                .isEqualTo(new HealthPolicy(
                        HealthPolicy.Rules.KSTATUS, Duration.ofMinutes(1), Duration.ofSeconds(1), false));
        assertThat(environment.gates())
                .containsExactly(
                        new Gate.Soak("soak", Duration.ofHours(1)),
                        new Gate.Healthy("healthy", List.of("dev")),
                        new Gate.Soak("longer", Duration.ofHours(2)));
        assertThat(environment.ignoreDifferences()).extracting(IgnoreRule::kind).containsExactly("A", "B");
        assertThat(environment.drift().otherwise()).isEqualTo(DriftPolicy.Action.HEAL);
        assertThat(environment.pullRequest())
                .isEqualTo(new PullRequestPolicy(
                        true,
                        List.of("prod"),
                        List.of("ada"),
                        PullRequestPolicy.Merge.AUTOMATIC,
                        PullRequestPolicy.Method.REBASE));
        assertThat(application.environment("dev").orElseThrow().pullRequest().isOpened())
                .isFalse();
    }

    @Test
    void makesNoPullRequestToATag() {
        assertThat(
                        mistakes(
                                "applications: [{name: a, environments: [{name: dev, tag: v*, delivery: argocd, pullRequest: true}]}]"))
                .extracting(Mistake::toString)
                .containsExactly(
                        "gitops.yaml:1:93: found a pull request to a tag, expected a branch or folder to merge into");
    }

    @Test
    void needsNoDestinationWhereSomebodyElseDelivers() throws IOException {
        Environment environment =
                read("applications: [{name: a, environments: [{name: dev, branch: dev, delivery: argocd}]}]")
                        .application("a")
                        .flatMap(application -> application.environment("dev"))
                        .orElseThrow();

        assertThat(environment.destination().reachable()).isFalse();
        assertThat(mistakes("applications: [{name: a, environments: [{name: dev, branch: dev}]}]"))
                .extracting(Mistake::toString)
                .containsExactly(
                        "gitops.yaml:1:41: found no 'destination.cluster', expected one, where delivery is jenkins");
    }

    @Test
    void tellsAMistakeInSharedDefaultsOnce() {
        assertThat(mistakes("defaults: {health: {timeout: x}, sink: {}}\napplications:\n- {name: a, environments: ["
                        + ENVIRONMENT + "]}\n- {name: b, environments: ["
                        + ENVIRONMENT.replace("folder: dev", "folder: b")
                        + "]}\n"))
                .extracting(Mistake::found)
                .containsExactly("'x'", "the unknown key 'sink'");
    }

    @Test
    void refusesBillionLaughsWithinASecond() {
        StringBuilder laughs = new StringBuilder("x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 20; i++) {
            laughs.append("x-a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", Collections.nCopies(9, "*a" + (i - 1)))));
        }
        laughs.append("applications: *a19\n");
        Instant start = Instant.now();

        List<Mistake> mistakes = mistakes(laughs.toString());

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(mistakes)
                .hasSize(1)
                .first()
                .satisfies(mistake ->
                        assertThat(mistake.toString()).contains("aliases").startsWith("gitops.yaml:6:"));
    }

    @Test
    void readsEveryFileOfATree() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("gitops.yaml", "applications: [{name: a, applications: [b]}]".getBytes(UTF_8));
        files.put(
                "x/y/gitops.yaml", ("applications: [{name: b, environments: [" + ENVIRONMENT + "]}]").getBytes(UTF_8));
        files.put("x/not-gitops.yaml", "applications: 1".getBytes(UTF_8));

        assertThat(reader.read(tree(files)).applications())
                .extracting(Application::name, Application::origin)
                .containsExactly(tuple("a", "gitops.yaml:1"), tuple("b", "x/y/gitops.yaml:1"));
    }

    @Test
    void refusesATreeFullOfFiles() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 1001; i++) {
            files.put(i + "/gitops.yaml", new byte[0]);
        }

        assertThatThrownBy(() -> reader.read(tree(files)))
                .isInstanceOf(IOException.class)
                .hasMessage("The repository holds more than 1000 files named gitops.yaml");
    }

    @Test
    void readsIgnoreRulesThatStandAlone() throws IOException {
        String text = "ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]";

        assertThat(reader.readIgnoreRules("rules.yaml", text.getBytes(UTF_8)))
                .containsExactly(new IgnoreRule(
                        "apps",
                        "Deployment",
                        Optional.empty(),
                        Optional.empty(),
                        List.of("/spec/replicas"),
                        List.of(),
                        List.of()));
        assertThatThrownBy(() -> reader.readIgnoreRules("rules.yaml", "rules: []".getBytes(UTF_8)))
                .hasMessageContaining("rules.yaml:1:1: found no 'ignoreDifferences', expected one")
                .hasMessageContaining("the unknown key 'rules'");
    }

    private Configuration read(String text) throws IOException {
        return reader.read(Map.of("gitops.yaml", text.getBytes(UTF_8)));
    }

    private List<Mistake> mistakes(String text) {
        return mistakes(Map.of("gitops.yaml", text));
    }

    private List<Mistake> mistakes(Map<String, String> texts) {
        Map<String, byte[]> files = new TreeMap<>();
        texts.forEach((file, text) -> files.put(file, text.getBytes(UTF_8)));
        ConfigurationProblem problem = catchThrowableOfType(ConfigurationProblem.class, () -> reader.read(files));
        assertThat(problem).as("a problem").isNotNull();
        assertThat(problem.getMessage()).hasLineCount(problem.mistakes().size());
        return problem.mistakes();
    }

    private static TreeReader tree(Map<String, byte[]> files) {
        return new TreeReader() {
            @Override
            public Optional<String> id(String path) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(files.get(path));
            }

            @Override
            public List<TreeEntry> list(String folder) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<TreeEntry> walk(String folder) {
                return files.keySet().stream()
                        .map(path -> new TreeEntry(path, TreeEntry.Type.FILE, ""))
                        .toList();
            }
        };
    }
}
