package io.jenkins.plugins.gitops.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KustomizeRendererTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private final MemoryTree tree = new MemoryTree()
            .with("base/kustomization.yaml", "resources: [web.yaml]\n")
            .with(
                    "base/web.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {colour: grey, size: small}\n")
            .with("base/values.yaml", "no: manifest\n")
            .with("unrelated/huge.yaml", "x")
            .with(
                    "parts/kustomization.yaml",
                    "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ncommonAnnotations: {part: yes-it-is}\n")
            .with("envs/prod/kustomization.yaml", """
                    namespace: shop
                    resources: [../../base]
                    components: [../../parts]
                    patches:
                    - path: colour.yaml
                    """)
            .with(
                    "envs/prod/colour.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {colour: blue}\n");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kustomize", "kubectl"})
    void buildsAnOverlayFromTheFoldersItNames(String program) throws Exception {
        Optional<TestbedBinaries> binaries = TestbedBinaries.find();
        if (!Boolean.getBoolean("testbed.required")) {
            assumeTrue(binaries.isPresent(), TestbedBinaries.HOW_TO_BUILD);
        }
        Path executable = binaries.orElseThrow().folder().resolve(program);
        KustomizeRenderer renderer =
                new KustomizeRenderer(Optional.of(new KustomizeCommand(executable.toAbsolutePath())), DEADLINE);

        List<Resource> resources = renderer.render(tree, "envs/prod");

        assertThat(resources).singleElement().satisfies(web -> {
            assertThat(web.namespace()).isEqualTo("shop");
            assertThat(web.map("data")).containsEntry("colour", "blue").containsEntry("size", "small");
            assertThat(web.annotation("part")).contains("yes-it-is");
            assertThat(web.origin()).isEqualTo("envs/prod/kustomization.yaml");
        });
        assertThatThrownBy(() -> renderer.render(
                        tree.with(
                                "envs/prod/colour.yaml", "kind: ConfigMap\nmetadata: {name: nobody}\napiVersion: v1\n"),
                        "envs/prod"))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("envs/prod/kustomization.yaml failed")
                .hasMessageNotContaining("gitops-render-");
    }

    @Test
    void writesOnlyTheFoldersItNeeds() throws Exception {
        assertThat(Kustomization.folders(new Folder(tree, "envs/prod")))
                .extracting(Folder::path)
                .containsExactly("envs/prod", "base", "parts");
    }

    @Test
    void hasAnotherKeyWhereABaseChanged() throws Exception {
        KustomizeRenderer renderer = new KustomizeRenderer(Optional.empty(), DEADLINE);
        String before = renderer.key(tree, "envs/prod");

        assertThat(renderer.key(tree.with("unrelated/huge.yaml", "y"), "envs/prod"))
                .isEqualTo(before);
        assertThat(renderer.key(tree.with("base/web.yaml", "y"), "envs/prod")).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: ['https://example.test/a.yaml']",
                "resources: ['github.com/example/a//base?ref=v1']",
                "resources: ['git@example.test:a/b.git']",
                "bases: ['git::https://example.test/a']",
                "components: ['ssh://git@example.test/a']",
                "patches: [{path: 'http://example.test/a.yaml'}]",
                "configMapGenerator: [{name: a, files: ['key=https://example.test/a']}]",
                "configMapGenerator: [{name: a, files: ['http:127.0.0.1/a']}]",
                "ConfigMapGenerator: [{name: a, Files: ['key=HTTP://127.0.0.1/a']}]",
                "re\u017fources: ['http://127.0.0.1/a.yaml']",
                "secretGenerator: [{name: a, envs: ['file:///etc/passwd']}]",
                "configMapGenerator: [{name: a, files: [!!binary YT1odHRwOi8vMTI3LjAuMC4xLw==]}]",
                "configurations: ['//example.test/a.yaml']",
                "crds: ['git::example.test/a']",
                "openapi: {path: 'ssh://git@example.test/a'}",
                "replacements: [{path: 'https://example.test/a'}]",
                "helmCharts: [{name: a, repo: 'https://example.test/charts'}]",
                "anyNewField: {anywhere: ['https://example.test/a']}",
                "generators: ['{apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: a}, files: [a=http://a.test/]}']",
                "transformers: [\"apiVersion: builtin\\nkind: PatchTransformer\\nmetadata: {name: a}\\npath: http://a.test/\\n\"]",
                "validators: ['https://example.test/a.yaml']",
                "resources: [../../..]",
                "resources: [\"a\\n/../../../../tmp\"]",
                "generators: [\"{a: b,\\n c: d/../../../../../tmp}\"]",
                "resources: [nowhere.yaml]"
            })
    void refusesWhatIsNotInTheRepository(String kustomization) {
        KustomizeRenderer renderer = renderer("exit 1");

        assertThatThrownBy(() -> renderer.render(tree.with("envs/prod/kustomization.yaml", kustomization), "envs/prod"))
                .isInstanceOf(RenderException.class)
                .hasMessageStartingWith("envs/prod/kustomization.yaml: ")
                .hasMessageMatching("(?s).*(remote|out of the repository).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"generators", "Transformers", "validators"})
    void refusesAddressesInFilesThatTellItWhatToDo(String field) {
        tree.with("envs/prod/kustomization.yaml", field + ": [../../do]\n")
                .with("do/kustomization.yaml", "resources: [more]\n")
                .with("do/more/kustomization.yaml", "resources: [do.yaml]\n")
                .with("do/more/do.yaml", """
                        kind: List
                        items:
                        - {apiVersion: builtin, kind: SecretGenerator, metadata: {name: a}, Envs: ['http://a.test/']}
                        """);

        assertThatThrownBy(() -> renderer("exit 1").render(tree, "envs/prod"))
                .hasMessage("do/more/do.yaml: http://a.test/ is remote; only what is in the repository is read");
        assertThatThrownBy(() -> renderer("exit 1")
                        .render(
                                tree.with(
                                        "do/more/kustomization.yaml", "patches: [{patch: x}]\nresources: [do.yaml]\n"),
                                "envs/prod"))
                .hasMessageContaining("do/more/kustomization.yaml: patches cannot be used on generators");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: []\n---\nconfigMapGenerator: [{name: a, files: ['a=http://127.0.0.1/']}]\n",
                "- a\n",
                ""
            })
    void refusesWhatIsNotOneMap(String kustomization) {
        assertThatThrownBy(() -> renderer("exit 1")
                        .render(tree.with("envs/prod/kustomization.yaml", kustomization), "envs/prod"))
                .isInstanceOf(RenderException.class)
                .hasMessageStartingWith("envs/prod/kustomization.yaml ")
                .hasMessageEndingWith("a kustomization is one map in one document");
    }

    @Test
    void takesAddressesWhereTheyAreValues() throws Exception {
        tree.with("envs/prod/kustomization.yaml", """
                        commonAnnotations: {docs: 'https://example.test/docs'}
                        images: [{name: web, newName: 'web@sha256:abc'}]
                        resources: [../../base, link.yaml]
                        configMapGenerator: [{name: urls, literals: ['url=https://example.test/']}]
                        patches:
                        - patch: '[{op: add, path: /data/url, value: "https://example.test/"}]'
                          target: {kind: ConfigMap}
                        generators: [gen.yaml]
                        """)
                .with(
                        "envs/prod/link.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {url: 'http://a.test'}\n")
                .with(
                        "envs/prod/gen.yaml",
                        "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: c}\nliterals: ['a=http://a.test']\n");

        assertThat(Kustomization.folders(new Folder(tree, "envs/prod")))
                .extracting(Folder::path)
                .containsExactly("envs/prod", "base");
    }

    @Test
    void endsAtTheDeadlineWithEverythingItStarted() {
        Path running = folder.resolve("running");
        KustomizeRenderer renderer = new KustomizeRenderer(
                Optional.of(program("/bin/sleep 300 & echo $! > " + running + "; wait")), Duration.ofSeconds(1));

        assertThatThrownBy(() -> renderer.render(tree, "envs/prod")).hasMessageContaining("did not end within 1 s");
        await().until(() -> !runs(Files.readString(running).strip()));
    }

    /** An ended process whose parent ended first may stay as a zombie where nobody reaps them. */
    private static boolean runs(String pid) throws Exception {
        Path stat = Path.of("/proc", pid, "stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    @Test
    void limitsTheOutput() {
        KustomizeRenderer renderer = renderer("exec /bin/cat /dev/zero");

        assertThatThrownBy(() -> renderer.render(tree, "envs/prod")).hasMessageContaining("wrote more than 64 MB");
    }

    @Test
    void passesNoEnvironmentOn() throws Exception {
        KustomizeRenderer renderer =
                renderer("echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo \"metadata: {name: a}\"; echo 'data:';"
                        + " /usr/bin/env | /bin/sed -e 's/=/: \"/' -e 's/^/  /' -e 's/$/\"/'");

        assertThat(renderer.render(tree, "envs/prod")).singleElement().satisfies(seen -> {
            assertThat(seen.map("data").keySet())
                    .isSubsetOf(
                            "HOME",
                            "TMPDIR",
                            "PATH",
                            "GITOPS_RUN",
                            "PWD",
                            "OLDPWD",
                            "SHLVL",
                            "_",
                            "HTTP_PROXY",
                            "HTTPS_PROXY",
                            "ALL_PROXY",
                            "NO_PROXY",
                            "http_proxy",
                            "https_proxy",
                            "all_proxy",
                            "no_proxy");
            assertThat(seen.text("data", "HTTPS_PROXY")).isEqualTo("http://127.0.0.1:9");
        });
    }

    @Test
    void saysThatKustomizeIsMissing() {
        Renderers renderers = Renderers.with(KustomizeCommand.onPath(folder.toString()));

        assertThatThrownBy(() -> renderers.render(tree, "envs/prod"))
                .hasMessageContaining(
                        "envs/prod/kustomization.yaml needs Kustomize: put kustomize or kubectl on the PATH");
    }

    private KustomizeRenderer renderer(String script) {
        return new KustomizeRenderer(Optional.of(program(script)), DEADLINE);
    }

    private KustomizeCommand program(String script) {
        try {
            Path file = Files.writeString(folder.resolve("kustomize"), "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return KustomizeCommand.onPath("/nowhere:" + folder).orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
