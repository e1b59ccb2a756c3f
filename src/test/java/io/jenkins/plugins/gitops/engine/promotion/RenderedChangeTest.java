package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.render.KustomizeCommand;
import io.jenkins.plugins.gitops.engine.render.RenderException;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pull request shows of a change. */
class RenderedChangeTest {
    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {user: ada, password: %s}
            """;

    private final FixedTree tree = new FixedTree(Map.of(
            "prod/web.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {colour: red, size: small}}\n",
            "prod/other.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {size: small}}\n",
            "prod/login.yaml",
            SECRET.formatted("hunter2"),
            "base/web.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {size: small}}\n",
            "base/kustomization.yaml",
            "resources: [web.yaml]\n",
            "overlay/kustomization.yaml",
            "resources: [../base]\nnamePrefix: prod-\n"));

    private final HandClock clock = new HandClock();

    private static FileChange change(String file, String content) {
        return new FileChange(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private ShownChange shown(Optional<KustomizeCommand> kustomize, String folder, String file, String content)
            throws IOException {
        return new RenderedChange(Renderers.with(kustomize), List.of(folder))
                .show(tree, List.of(change(file, content)), clock.now.plusSeconds(1), clock);
    }

    private ShownChange plain(String file, String content) throws IOException {
        return shown(Optional.empty(), "prod", file, content);
    }

    @Test
    void showsTheObjectsThatChange() throws IOException {
        ShownChange shown = plain(
                "prod/web.yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {colour: blue, size: small}}\n");
        assertThat(shown.note()).isEqualTo("The manifests, as they are rendered:");
        assertThat(shown.diff()).isEqualTo("""
                diff --git a/prod/ConfigMap web b/prod/ConfigMap web
                --- a/prod/ConfigMap web
                +++ b/prod/ConfigMap web
                @@ -3,5 +3,5 @@
                 metadata:
                   name: web
                 data:
                -  colour: red
                +  colour: blue
                   size: small
                """);
    }

    @Test
    void showsWhatComesAndGoes() throws IOException {
        ShownChange shown =
                plain("prod/web.yaml", "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {}}\n");
        assertThat(shown.diff())
                .containsSubsequence(
                        "--- a/prod/ConfigMap web\n+++ /dev/null\n",
                        "-  colour: red\n",
                        "--- /dev/null\n+++ b/prod/Service web\n");
    }

    @Test
    void leavesOutTheValuesOfSecrets() throws IOException {
        ShownChange shown = plain("prod/login.yaml", SECRET.formatted("swordfish"));
        assertThat(shown.diff())
                .contains("-  password: (hidden)\n+  password: (hidden)\n")
                .doesNotContain("hunter2", "swordfish", "ada");
    }

    @Test
    void saysSoWhereNothingThatIsRenderedChanges() throws IOException {
        ShownChange shown = plain("prod/web.yaml", """
                # the shop's front
                {apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {colour: red, size: small}}
                """);
        assertThat(shown.note()).isEqualTo("Rendered, the manifests stay as they are. The files:");
        assertThat(shown.diff()).contains("\n+# the shop's front\n");
    }

    @Test
    void showsFilesWhereNothingCanBeRendered() throws IOException {
        ShownChange broken = plain("prod/web.yaml", "kind: ConfigMap\n");
        assertThat(broken.note())
                .matches("The manifests cannot be rendered here \\(.*prod/web.yaml.*\\)\\. The files:");
        assertThat(broken.diff()).contains("+++ b/prod/web.yaml\n");
        ShownChange without = shown(Optional.empty(), "overlay", "base/web.yaml", "{}\n");
        assertThat(without.note()).contains("ustomiz");
        assertThat(without.diff()).contains("+++ b/base/web.yaml\n");
    }

    @Test
    void waitsForGitAsLongAsThereIsTime() throws IOException {
        RenderedChange change = new RenderedChange(
                (at, path) -> {
                    throw new RenderException(
                            "Could not read prod/web.yaml",
                            new GitException(GitException.Reason.UNREACHABLE, "No answer"));
                },
                List.of("prod"));
        List<FileChange> changes = List.of(change("prod/web.yaml", "{}\n"));

        assertThatThrownBy(() -> change.show(tree, changes, clock.now.plusSeconds(1), clock))
                .hasMessage("Could not read prod/web.yaml");
        assertThat(change.show(tree, changes, clock.now, clock).note())
                .isEqualTo("The manifests cannot be rendered here (it takes too long). The files:");
    }

    @Test
    void rendersAsMuchAsThereIsTimeForAndShowsTheOtherFiles() throws IOException {
        Renderer plain = Renderers.with(Optional.empty());
        Renderer slow = (at, path) -> {
            clock.now = clock.now.plusSeconds(10);
            return plain.render(at, path);
        };
        List<FileChange> changes = List.of(
                change(
                        "prod/web.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {colour: blue}}\n"),
                change("base/web.yaml", "{}\n"));

        ShownChange shown =
                new RenderedChange(slow, List.of("prod", "base")).show(tree, changes, clock.now.plusSeconds(20), clock);

        assertThat(shown.note())
                .isEqualTo("The manifests, as they are rendered; those of base cannot be rendered here (it takes too"
                        + " long), so their files follow:");
        assertThat(shown.diff())
                .contains("+++ b/prod/ConfigMap web\n", "+++ b/base/web.yaml\n")
                .doesNotContain("prod/web.yaml");
    }

    @Test
    void showsWhatABaseMakesOfAnOverlay() throws IOException {
        Optional<TestbedBinaries> binaries = TestbedBinaries.find();
        if (!Boolean.getBoolean("testbed.required")) {
            assumeThat(binaries).as(TestbedBinaries.HOW_TO_BUILD).isPresent();
        }
        KustomizeCommand kustomize =
                new KustomizeCommand(binaries.orElseThrow().kustomize().toAbsolutePath());
        ShownChange shown = shown(
                Optional.of(kustomize),
                "overlay",
                "base/web.yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {size: large}}\n");
        assertThat(shown.note()).isEqualTo("The manifests, as they are rendered:");
        assertThat(shown.diff())
                .contains("+++ b/overlay/ConfigMap prod-web\n")
                .contains("-  size: small\n+  size: large\n");
    }
}
