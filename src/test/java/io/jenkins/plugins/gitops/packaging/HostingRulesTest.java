package io.jenkins.plugins.gitops.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.packaging.Repository.Dependency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What the hosting checker of the Jenkins project asks of a new plugin (repository-permissions-updater). */
class HostingRulesTest {
    private static final Element POM = Repository.pom("pom.xml");
    private static final List<Dependency> DEPENDENCIES = Repository.dependencies(POM, "dependencies");

    @Test
    void namesAreAsHostedPluginsHaveThem() {
        String artifact = Repository.value(POM, "artifactId");
        assertThat(Repository.value(POM, "groupId")).isEqualTo("io.jenkins.plugins");
        assertThat(artifact)
                .matches("[a-z0-9-]+")
                .hasSizeLessThan(37)
                .doesNotContain("jenkins")
                .doesNotContain("plugin");
        assertThat(Repository.value(POM, "name")).isNotEmpty().doesNotContainIgnoringCase("jenkins");
        assertThat(Repository.value(POM, "packaging")).isEqualTo("hpi");
        assertThat(Repository.value(POM, "url")).isEqualTo("https://github.com/jenkinsci/${project.artifactId}-plugin");
    }

    @Test
    void parentAndBaselineAreNewEnough() {
        assertThat(Repository.value(POM, "parent", "groupId")).isEqualTo("org.jenkins-ci.plugins");
        assertThat(Integer.parseInt(Repository.value(POM, "parent", "version").split("\\.")[1]))
                .isGreaterThanOrEqualTo(2211);
        assertThat(Repository.find(POM, "parent", "relativePath")).isPresent();
        assertThat(Repository.value(POM, "properties", "jenkins.baseline")).isEqualTo("2.541");
        assertThat(Repository.value(POM, "properties", "jenkins.version")).isEqualTo("${jenkins.baseline}.3");
    }

    @Test
    void bomMatchesTheBaselineAndIsTheOnlyManagedDependency() {
        assertThat(Repository.dependencies(POM, "dependencyManagement", "dependencies"))
                .singleElement()
                .satisfies(bom -> {
                    assertThat(bom.group()).isEqualTo("io.jenkins.tools.bom");
                    assertThat(bom.artifact()).isEqualTo("bom-${jenkins.baseline}.x");
                    assertThat(bom.scope()).isEqualTo("import");
                });
    }

    @Test
    void whatTheBomManagesHasNoVersion() {
        assertThat(DEPENDENCIES)
                .filteredOn(dependency -> dependency.group().contains("jenkins"))
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(dependency.version())
                        .as(dependency.artifact())
                        .isEmpty());
    }

    @Test
    void librariesThatHaveAnApiPluginAreNotDependedOn() {
        assertThat(DEPENDENCIES)
                .filteredOn(Dependency::isShipped)
                .noneMatch(dependency -> dependency.group().startsWith("com.fasterxml.jackson")
                        || dependency.group().startsWith("org.eclipse.jgit")
                        || dependency.group().startsWith("io.fabric8")
                        || dependency.group().startsWith("com.squareup")
                        || dependency.group().startsWith("org.apache.commons")
                        || dependency.group().startsWith("org.bouncycastle")
                        || List.of("snakeyaml", "commons-lang", "gson", "guava", "caffeine", "json", "structs")
                                .contains(dependency.artifact()));
    }

    @Test
    void propertiesAreSetAndForbiddenOnesAreNot() {
        Map<String, String> required = Map.of(
                "ban-commons-lang-2.skip", "false",
                "ban-deprecated-stapler.skip", "false",
                "ban-junit4-imports.skip", "false",
                "banObsoleteDependencyOverrides.skip", "false",
                "hpi.strictBundledArtifacts", "true",
                "changelist", "999999-SNAPSHOT");
        required.forEach((name, value) ->
                assertThat(Repository.value(POM, "properties", name)).as(name).isEqualTo(value));
        for (String forbidden : List.of("java.level", "maven.compiler.release", "maven.compiler.source")) {
            assertThat(Repository.find(POM, "properties", forbidden))
                    .as(forbidden)
                    .isEmpty();
        }
        assertThat(Repository.value(POM, "version")).isEqualTo("${changelist}");
    }

    @Test
    void licenceAndSourceControlAreThereAndDevelopersAreNot() {
        assertThat(Repository.value(POM, "licenses", "license", "name")).isEqualTo("MIT License");
        assertThat(Repository.text("LICENSE.md")).contains("MIT License");
        for (String child : List.of("connection", "developerConnection", "tag", "url")) {
            assertThat(Repository.value(POM, "scm", child)).as(child).isNotEmpty();
        }
        assertThat(Repository.find(POM, "developers")).isEmpty();
        assertThat(Repository.find(POM, "build")).isEmpty();
    }

    @Test
    void repositoriesAreEncrypted() {
        Matcher url = Pattern.compile("<url>(.*?)</url>").matcher(Repository.text("pom.xml"));
        while (url.find()) {
            assertThat(url.group(1)).startsWith("https://");
        }
    }

    @Test
    void jenkinsfileIsOneCallOfBuildPlugin() {
        String file = Repository.text("Jenkinsfile")
                .lines()
                .filter(line -> !line.startsWith("//"))
                .reduce("", (all, line) -> all + line.strip());
        assertThat(file).startsWith("buildPlugin(").endsWith(")").containsOnlyOnce("buildPlugin");
        Matcher jdk = Pattern.compile("jdk:\\s*(\\d+)").matcher(file);
        assertThat(jdk.find()).isTrue();
        do {
            assertThat(jdk.group(1)).isIn("21", "25");
        } while (jdk.find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".github/CODEOWNERS",
                ".github/workflows/cd.yaml",
                ".github/workflows/jenkins-security-scan.yml",
                ".mvn/extensions.xml",
                ".mvn/maven.config",
                "CONTRIBUTING.md",
                "README.md",
                "src/main/resources/index.jelly"
            })
    void filesThatAreAskedForAreThere(String file) {
        assertThat(Repository.ROOT.resolve(file)).isNotEmptyFile();
    }

    @Test
    void filesSayWhatTheyMust() {
        assertThat(Repository.text(".github/CODEOWNERS").strip())
                .isEqualTo("* @jenkinsci/gitops-stages-plugin-developers");
        assertThat(Repository.text(".gitignore").lines()).contains("target", "work");
        assertThat(Repository.text(".mvn/maven.config")).contains("-Dchangelist.format=%d.v%s");
        assertThat(Repository.text("src/main/resources/index.jelly")).doesNotContain("TODO");
    }

    @Test
    void nothingDraftsReleasesBesideContinuousDelivery() {
        Path github = Repository.ROOT.resolve(".github");
        assertThat(Files.exists(github.resolve("release-drafter.yml"))).isFalse();
        assertThat(Files.exists(github.resolve("workflows/release-drafter.yml")))
                .isFalse();
    }
}
