package io.jenkins.plugins.gitops.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packed plugin holds. Runs after packaging, in the standalone build. */
class PackedPluginTest {
    private static Path packed;

    @BeforeAll
    static void findThePlugin() {
        String file = System.getProperty("hpi.file");
        assumeTrue(file != null, "the plugin is not packed yet: runs in the package phase of the standalone build");
        packed = Path.of(file);
        assertThat(packed).isRegularFile();
    }

    @Test
    void holdsTheLibrariesOfTheListAndNoOthers() throws IOException {
        Set<String> expected = new TreeSet<>(
                Arrays.asList(Repository.value(Repository.pom("pom.xml"), "properties", "hpi.bundledArtifacts")
                        .split(",")));
        expected.add("gitops-stages");
        try (JarFile hpi = new JarFile(packed.toFile())) {
            Set<String> libraries = hpi.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("WEB-INF/lib/".length()).replaceAll("(-\\d.*)?\\.jar$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(libraries).isEqualTo(expected);
        }
    }

    @Test
    void manifestIsOneThatJenkinsReads() throws IOException {
        try (JarFile hpi = new JarFile(packed.toFile())) {
            Manifest manifest = hpi.getManifest();
            assertThat(manifest.getMainAttributes().getValue("Short-Name")).isEqualTo("gitops-stages");
            assertThat(manifest.getMainAttributes().getValue("Jenkins-Version")).isEqualTo("2.541.3");
            assertThat(manifest.getMainAttributes().getValue("Plugin-Version")).isNotEmpty();
            assertThat(manifest.getMainAttributes().getValue("Plugin-Dependencies"))
                    .contains("git-client:", "kubernetes-client-api:", "variant:")
                    .containsPattern("junit:[^,;]+;resolution:=optional")
                    .doesNotContainAnyWhitespaces();
        }
    }

    @Test
    void ownJarCarriesTheManifestToo() throws IOException {
        try (JarFile hpi = new JarFile(packed.toFile());
                JarInputStream jar = ownJar(hpi)) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Short-Name"))
                    .isEqualTo("gitops-stages");
            assertThat(jar.getManifest().getMainAttributes().getValue("Plugin-Version"))
                    .isEqualTo(hpi.getManifest().getMainAttributes().getValue("Plugin-Version"));
        }
    }

    @Test
    void indicesNameTheExtensionsAndSymbols() throws IOException {
        String extensions = "";
        String optional = "";
        String symbols = "";
        try (JarFile hpi = new JarFile(packed.toFile());
                JarInputStream jar = ownJar(hpi)) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                switch (entry.getName()) {
                    case "META-INF/annotations/hudson.Extension" ->
                        extensions = new String(jar.readAllBytes(), StandardCharsets.ISO_8859_1);
                    case "META-INF/annotations/org.jenkinsci.plugins.variant.OptionalExtension" ->
                        optional = new String(jar.readAllBytes(), StandardCharsets.ISO_8859_1);
                    case "META-INF/services/annotations/org.jenkinsci.Symbol" ->
                        symbols = new String(jar.readAllBytes(), StandardCharsets.UTF_8);
                    default -> {}
                }
            }
        }
        assertThat(extensions)
                .contains(
                        "io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration",
                        "io.jenkins.plugins.gitops.steps.GitOpsPromoteStep$DescriptorImpl",
                        "io.jenkins.plugins.gitops.steps.GitOpsWaitHealthyStep$DescriptorImpl",
                        "io.jenkins.plugins.gitops.steps.GitOpsDiffStep$DescriptorImpl",
                        "io.jenkins.plugins.gitops.steps.GitOpsSyncStep$DescriptorImpl");
        assertThat(extensions).doesNotContain("io.jenkins.plugins.gitops.steps.JUnitTests");
        assertThat(optional).contains("io.jenkins.plugins.gitops.steps.JUnitTests");
        assertThat(symbols)
                .contains("io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration\n")
                .endsWith("\n");
    }

    private static JarInputStream ownJar(JarFile hpi) throws IOException {
        InputStream in = hpi.getInputStream(hpi.getEntry("WEB-INF/lib/gitops-stages.jar"));
        return new JarInputStream(in);
    }
}
