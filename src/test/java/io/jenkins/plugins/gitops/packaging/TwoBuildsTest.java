package io.jenkins.plugins.gitops.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.packaging.Repository.Dependency;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** That the Jenkins build and the standalone build make the same plugin. */
class TwoBuildsTest {
    private static final Element JENKINS = Repository.pom("pom.xml");
    private static final Element STANDALONE = Repository.pom("standalone/pom.xml");
    private static final Element PLUGIN = Repository.pom("standalone/plugin/pom.xml");

    @Test
    void bundleTheSameLibraries() {
        assertThat(Repository.value(PLUGIN, "properties", "hpi.bundledArtifacts"))
                .isEqualTo(Repository.value(JENKINS, "properties", "hpi.bundledArtifacts"));
    }

    @Test
    void askForTheSameCore() {
        String baseline = Repository.value(JENKINS, "properties", "jenkins.baseline");
        assertThat(Repository.value(PLUGIN, "properties", "jenkins.version"))
                .isEqualTo(Repository.value(JENKINS, "properties", "jenkins.version")
                        .replace("${jenkins.baseline}", baseline));
    }

    @Test
    void dependOnTheSamePlugins() {
        Set<String> plugins = Repository.dependencies(JENKINS, "dependencies").stream()
                .filter(Dependency::isShipped)
                .filter(dependency -> dependency.group().contains("jenkins"))
                .map(Dependency::artifact)
                .collect(Collectors.toSet());
        assertThat(pluginDependencies().keySet()).isEqualTo(plugins);
    }

    @Test
    void haveTheSameVersionsOfWhatTheyBundle() {
        Map<String, Dependency> managed =
                Repository.dependencies(STANDALONE, "dependencyManagement", "dependencies").stream()
                        .collect(Collectors.toMap(Dependency::artifact, Function.identity()));
        List<Dependency> bundled = Repository.dependencies(JENKINS, "dependencies").stream()
                .filter(dependency ->
                        dependency.isShipped() && !dependency.version().isEmpty())
                .toList();
        assertThat(bundled)
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(
                                managed.get(dependency.artifact()).version())
                        .as(dependency.artifact())
                        .isEqualTo(dependency.version()));
    }

    @Test
    void compileAgainstTheLibrariesThatTheApiPluginsCarry() {
        Map<String, String> plugins = pluginDependencies();
        assertThat(plugins.get("kubernetes-client-api"))
                .startsWith(Repository.value(STANDALONE, "properties", "fabric8.version") + "-");
        String snakeyaml = Repository.dependencies(STANDALONE, "dependencyManagement", "dependencies").stream()
                .filter(dependency -> dependency.artifact().equals("snakeyaml"))
                .findFirst()
                .orElseThrow()
                .version();
        assertThat(plugins.get("snakeyaml-api")).startsWith(snakeyaml + "-");
    }

    private static Map<String, String> pluginDependencies() {
        return Arrays.stream(Repository.value(PLUGIN, "properties", "hpi.pluginDependencies")
                        .split(","))
                .map(dependency -> dependency.split(":"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
