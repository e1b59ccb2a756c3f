package io.jenkins.plugins.gitops.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import org.junit.jupiter.api.Test;

class PlainRendererTest {
    private final MemoryTree tree = new MemoryTree();
    private final PlainRenderer renderer = new PlainRenderer();

    @Test
    void readsEveryManifestBelowTheFolderByPath() throws Exception {
        tree.with("prod/b.yaml", object("b"))
                .with("prod/a.yml", object("a1") + "---\n" + object("a2"))
                .with(
                        "prod/deep/c.json",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}")
                .with("prod/README.md", "no manifest")
                .with("other/d.yaml", object("d"));

        assertThat(renderer.render(tree, "prod")).extracting(Resource::name).containsExactly("a1", "a2", "b", "c");
        assertThat(renderer.render(tree, "")).hasSize(5);
    }

    @Test
    void leavesOurOwnFilesAndHiddenOnesOut() throws Exception {
        tree.with("gitops.yaml", "applications: []")
                .with(".gitops/shop/prod.yaml", "hold: {}")
                .with("deep/.github/workflow.yml", "on: push")
                .with(".hidden.yaml", "a: b")
                .with("values.yaml", "# for Helm +argocd:skip-file-rendering\na: b\n")
                .with("a.yaml", object("a"));

        assertThat(renderer.render(tree, "")).extracting(Resource::name).containsExactly("a");
    }

    @Test
    void namesFileAndLineOfWhatIsNoManifest() {
        tree.with("prod/a.yaml", object("a") + "---\nreplicas: 3\n");

        assertThatThrownBy(() -> renderer.render(tree, "prod"))
                .isInstanceOf(RenderException.class)
                .hasMessageStartingWith("prod/a.yaml:5:");
    }

    @Test
    void refusesAnObjectThatIsThereTwice() {
        tree.with("a.yaml", object("x")).with("b.yaml", object("x"));

        assertThatThrownBy(() -> renderer.render(tree, ""))
                .hasMessage("b.yaml:1: ConfigMap x is there twice, first at a.yaml:1");
    }

    @Test
    void refusesSymbolicLinksAndHelmCharts() {
        tree.withLink("a/link.yaml", "/etc/passwd").with("chart/Chart.yaml", "name: shop");

        assertThatThrownBy(() -> renderer.render(tree, "a")).hasMessageContaining("a/link.yaml is a symbolic link");
        assertThatThrownBy(() -> renderer.render(tree, "chart")).hasMessageContaining("Helm chart");
        assertThatThrownBy(() -> renderer.render(tree, "nowhere")).hasMessage("There is no folder nowhere");
    }

    private static String object(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    }
}
