package io.jenkins.plugins.gitops.engine.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example of the reference is read, and is what the schema allows. */
class ReferenceTest {
    private static final Pattern EXAMPLE = Pattern.compile("^```yaml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final ConfigurationReader reader = new ConfigurationReader();

    @Test
    void everyExampleIsRead() throws IOException {
        List<String> examples = examples();

        assertThat(examples).hasSize(9);
        for (String example : examples.subList(0, 7)) {
            assertThat(read(example).applications()).isNotEmpty();
        }
        assertThat(together(examples).applications())
                .extracting(Application::name)
                .containsExactly("platform", "monitoring", "payments");
    }

    @Test
    void everyExampleIsAllowedByTheSchema() throws IOException {
        for (String example : examples()) {
            assertThat(GitopsSchema.mistakes(example)).as(example).isEmpty();
        }
    }

    @Test
    void foldersAreReadAsTheReferenceSays() throws IOException {
        Application shop = read(examples().get(0)).application("shop").orElseThrow();

        assertThat(shop.origin()).isEqualTo("gitops.yaml:2");
        assertThat(shop.order()).isEqualTo(VersionOrder.BUILD);
        assertThat(shop.environments()).extracting(Environment::name).containsExactly("dev", "staging", "prod");
        Environment dev = shop.environment("dev").orElseThrow();
        assertThat(dev.target()).isEqualTo(new Target.Folder("envs/dev", Optional.empty()));
        assertThat(dev.destination()).isEqualTo(new Destination("dev", "shop"));
        assertThat(dev.delivery()).isEqualTo(Delivery.JENKINS);
        assertThat(dev.sync()).isEqualTo(new SyncPolicy(true, true, true, false, false, SyncPolicy.Retry.DEFAULT));
        assertThat(dev.health()).isEqualTo(HealthPolicy.DEFAULT);
        assertThat(dev.after()).isEmpty();
        Environment prod = shop.environment("prod").orElseThrow();
        assertThat(prod.after()).containsExactly("staging");
        assertThat(prod.sync()).isEqualTo(SyncPolicy.DEFAULT);
        assertThat(prod.gates())
                .containsExactly(
                        new Gate.Soak("soak", Duration.ofHours(1)),
                        new Gate.Approval("approval", List.of(), List.of("release-managers"), 1, false, false));
    }

    @Test
    void branchesAreReadAsTheReferenceSays() throws IOException {
        Application shop = read(examples().get(1)).application("shop").orElseThrow();
        Environment prod = shop.environment("prod").orElseThrow();

        assertThat(shop.order()).isEqualTo(VersionOrder.SEMVER);
        assertThat(prod.target()).isEqualTo(new Target.Branch("env/prod", "manifests"));
        assertThat(prod.destination()).isEqualTo(new Destination("prod", "shop"));
        assertThat(prod.delivery()).isEqualTo(Delivery.ARGOCD);
        assertThat(prod.controller())
                .contains(new Controller("management", Optional.of("argocd"), Optional.of("shop-production")));
        assertThat(shop.environment("dev").orElseThrow().controller())
                .contains(new Controller("dev", Optional.empty(), Optional.empty()));
        assertThat(shop.environment("staging").orElseThrow().health().timeout()).isEqualTo(Duration.ofMinutes(20));
        assertThat(prod.gates())
                .containsExactly(
                        new Gate.Checks("checks", List.of("ci/build", "security/scan")),
                        new Gate.Window(
                                "window",
                                List.of(new Gate.Opening("0 9 * * mon-thu", Duration.ofHours(8))),
                                List.of(new Gate.Opening("0 0 24 12 *", Duration.ofDays(3))),
                                ZoneId.of("Europe/Berlin")));
    }

    @Test
    void parallelEnvironmentsAndRulesAreReadAsTheReferenceSays() throws IOException {
        Environment prod = read(examples().get(2))
                .application("orders")
                .flatMap(orders -> orders.environment("prod"))
                .orElseThrow();

        assertThat(prod.after()).containsExactly("load-test", "acceptance");
        assertThat(prod.gates())
                .containsExactly(
                        new Gate.Healthy("healthy", List.of("load-test", "acceptance")),
                        new Gate.Approval("two-people", List.of("ada", "grace"), List.of("sre"), 2, false, false));
        assertThat(prod.ignoreDifferences())
                .extracting(IgnoreRule::group, IgnoreRule::kind, IgnoreRule::jsonPointers)
                .containsExactly(
                        tuple("apps", "Deployment", List.of("/spec/replicas")),
                        tuple("", "ConfigMap", List.of()),
                        tuple("*", "*", List.of()));
        assertThat(prod.drift())
                .isEqualTo(new DriftPolicy(
                        List.of(
                                new DriftPolicy.Rule(
                                        List.of("scale"), "Deployment.apps", List.of(), DriftPolicy.Action.ALLOW),
                                new DriftPolicy.Rule(
                                        List.of(),
                                        "ConfigMap/feature-flags",
                                        List.of("/data/beta"),
                                        DriftPolicy.Action.APPROVE),
                                new DriftPolicy.Rule(
                                        List.of("image", "missing"), "", List.of(), DriftPolicy.Action.HEAL)),
                        DriftPolicy.Action.ALERT));
    }

    @Test
    void mixedTargetsAreReadAsTheReferenceSays() throws IOException {
        List<String> examples = examples();

        assertThat(targets(examples.get(3)))
                .containsExactly(
                        new Target.Folder("clusters/dev/web", Optional.empty()),
                        new Target.Folder("clusters/staging/web", Optional.of("staging")),
                        new Target.Branch("release", "clusters/prod/web"));
        assertThat(targets(examples.get(4)))
                .containsExactly(
                        new Target.Branch("develop", "deploy"),
                        new Target.Branch("release", "deploy"),
                        new Target.Tag("billing/v*", "deploy"));
        assertThat(targets(examples.get(5)))
                .containsExactly(new Target.Branch("main", "k8s"), new Target.Tag("prod", "k8s"));
    }

    @Test
    void gatesOfEveryKindAreReadAsTheReferenceSays() throws IOException {
        Environment prod = read(examples().get(6))
                .application("checkout")
                .flatMap(checkout -> checkout.environment("prod"))
                .orElseThrow();

        assertThat(prod.gates())
                .containsExactly(
                        new Gate.Healthy("healthy", List.of("staging")),
                        new Gate.Soak("soak", Duration.ofHours(12)),
                        new Gate.Drift("drift", List.of("staging")),
                        new Gate.Approval("approval", List.of(), List.of("sre"), 2, false, true),
                        new Gate.Window(
                                "office-hours",
                                List.of(new Gate.Opening("0 9 * * mon-thu", Duration.ofHours(7))),
                                List.of(),
                                ZoneId.of("Europe/Berlin")),
                        new Gate.Window(
                                "christmas",
                                List.of(),
                                List.of(new Gate.Opening("0 0 20 12 *", Duration.ofDays(14))),
                                ZoneId.of("Europe/Berlin")),
                        new Gate.Checks("checks", List.of("ci/build")),
                        new Gate.Job(
                                "job",
                                "checkout/load-test",
                                Optional.of("VERSION"),
                                Optional.of(Duration.ofDays(2)),
                                false),
                        new Gate.Tests("tests", 0, OptionalInt.of(5), 100),
                        new Gate.Scan(
                                "scan",
                                "trivy",
                                Optional.empty(),
                                Map.of(Gate.Severity.CRITICAL, 0, Gate.Severity.HIGH, 0, Gate.Severity.MEDIUM, 20),
                                List.of(new Gate.IgnoredFinding(
                                        "CVE-2026-1234", Optional.of(LocalDate.of(2026, 12, 31))))),
                        new Gate.Policy(
                                "two-replicas",
                                "manifests.filter(m, m.kind == 'Deployment').all(m, m.spec.replicas >= 2)",
                                Optional.of("Everything runs at least twice in prod")),
                        new Gate.Admission("admission"),
                        new Gate.Command("command", "change-ticket", Map.of("queue", "payments")));
    }

    @Test
    void anApplicationBringsOthersAlong() throws IOException {
        Configuration configuration = together(examples());

        assertThat(configuration.application("platform").orElseThrow().applications())
                .containsExactly("monitoring", "payments");
        assertThat(configuration.withBrought("platform"))
                .extracting(Application::name)
                .containsExactly("platform", "monitoring", "payments");
        assertThat(configuration.withBrought("payments")).hasSize(1);
        assertThat(configuration.withBrought("unknown")).isEmpty();
    }

    private List<Target> targets(String example) throws IOException {
        return read(example).applications().get(0).environments().stream()
                .map(Environment::target)
                .toList();
    }

    private Configuration read(String example) throws IOException {
        return reader.read(Map.of("gitops.yaml", example.getBytes(UTF_8)));
    }

    private Configuration together(List<String> examples) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("gitops.yaml", examples.get(7).getBytes(UTF_8));
        files.put("teams/payments/gitops.yaml", examples.get(8).getBytes(UTF_8));
        return reader.read(files);
    }

    private static List<String> examples() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(reference()));
        List<String> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static Path reference() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/reference/gitops-yaml.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/reference/gitops-yaml.md");
    }
}
