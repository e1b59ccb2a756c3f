package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.Promotes;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CarryEditTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private static Map<String, String> carried(Promotes promotes, Map<String, String> files) throws IOException {
        FixedTree tree = new FixedTree(files);
        Map<String, String> after = new TreeMap<>(files);
        for (FileChange change : new CarryEdit(promotes, tree, "envs/dev", "envs/prod").apply(tree)) {
            if (change.content() == null) {
                after.remove(change.path());
            } else {
                after.put(change.path(), new String(change.content(), StandardCharsets.UTF_8));
            }
        }
        return after;
    }

    private static String deployment(String image, int replicas) {
        return "kind: Deployment\nspec:\n  replicas: " + replicas + "\n  template:\n    spec:\n      containers:\n"
                + "        - {name: web, image: \"" + image + "\"}\n";
    }

    @Test
    void carriesEveryImageThatBothNameAndNothingElse() throws IOException {
        Map<String, String> files = Map.of(
                "envs/dev/web.yaml", deployment("r.io/web:2@" + DIGEST, 1),
                "envs/dev/debug.yaml", deployment("r.io/debug:9", 1),
                "envs/prod/web.yaml", deployment("r.io/web:1", 12),
                "envs/prod/proxy.yaml", deployment("r.io/proxy:3", 2));
        Map<String, String> after = carried(Promotes.DEFAULT, files);
        assertThat(after.get("envs/prod/web.yaml")).isEqualTo(deployment("r.io/web:2@" + DIGEST, 12));
        after.put("envs/prod/web.yaml", files.get("envs/prod/web.yaml"));
        assertThat(after).isEqualTo(files);
        assertThat(carried(Promotes.DEFAULT, carried(Promotes.DEFAULT, files)))
                .isEqualTo(carried(Promotes.DEFAULT, files));
    }

    @Test
    void aKustomizationStandsOverItsBase() throws IOException {
        Map<String, String> files = Map.of(
                "base/kustomization.yaml", "resources: [web.yaml]\n",
                "base/web.yaml", deployment("web:0", 1),
                "envs/dev/kustomization.yaml",
                        "resources: [../../base]\nimages:\n  - name: web\n    newName: r.io/web\n    newTag: \"2\"\n",
                "envs/prod/kustomization.yaml", "resources: [../../base]\nreplicas:\n  - {name: web, count: 9}\n");
        assertThat(carried(Promotes.DEFAULT, files).get("envs/prod/kustomization.yaml"))
                .startsWith(files.get("envs/prod/kustomization.yaml"))
                .contains("name: web", "newName: r.io/web", "newTag: \"2\"");
    }

    @Test
    void aVersionWithoutImagesIsCalledTheSameWhereverItStands() throws IOException {
        Promotes promotes = new Promotes(
                List.of(),
                false,
                List.of("common"),
                List.of(new Promotes.Value("values.yaml", YamlPath.parse("chart.version"))));
        Map<String, String> files = Map.of(
                "envs/dev/common/a.yaml", "a: 2\n",
                "envs/dev/values.yaml", "chart: {version: 1.4}\nreplicas: 1\n",
                "envs/prod/common/a.yaml", "a: 1\n",
                "envs/prod/values.yaml", "chart: {version: 1.3}\nreplicas: 9\n");
        String version = version(promotes, files, "envs/dev", "c0ffee");

        assertThat(version).matches("content [0-9a-f]{12}");
        assertThat(version(promotes, files, "envs/prod", "c0ffee")).isNotEqualTo(version);
        Map<String, String> after = carried(promotes, files);
        assertThat(version(promotes, after, "envs/prod", "decade")).isEqualTo(version);
        after.put("envs/prod/common/b.yaml", "b: 1\n");
        assertThat(version(promotes, after, "envs/prod", "decade")).isNotEqualTo(version);
        after.remove("envs/prod/common/b.yaml");
        after.put("envs/prod/values.yaml", "chart: {version: 1.5}\nreplicas: 9\n");
        assertThat(version(promotes, after, "envs/prod", "decade")).isNotEqualTo(version);
    }

    private static String version(Promotes promotes, Map<String, String> files, String folder, String commit)
            throws IOException {
        return new CarryEdit(promotes, new FixedTree(files), folder, folder)
                .version(commit)
                .toString();
    }

    @Test
    void carriesDeclaredFilesWhole() throws IOException {
        Map<String, String> files = Map.of(
                "envs/dev/version.yaml", "version: 2\n",
                "envs/dev/settings.yaml", "url: dev\n",
                "envs/dev/common/a.yaml", "a: 2\n",
                "envs/prod/version.yaml", "version: 1\n",
                "envs/prod/settings.yaml", "url: prod\n",
                "envs/prod/common/b.yaml", "b: 1\n");
        Promotes promotes = new Promotes(List.of(), false, List.of("version.yaml", "common"), List.of());
        Map<String, String> after = carried(promotes, files);
        assertThat(after)
                .containsEntry("envs/prod/version.yaml", "version: 2\n")
                .containsEntry("envs/prod/settings.yaml", "url: prod\n")
                .containsEntry("envs/prod/common/a.yaml", "a: 2\n")
                .doesNotContainKey("envs/prod/common/b.yaml");
    }

    @Test
    void carriesDeclaredValuesAndImages() throws IOException {
        Map<String, String> files = Map.of(
                "envs/dev/Chart.yaml", "dependencies:\n  - {name: web, version: 2.0.0}\n",
                "envs/dev/values.yaml", "image: {repository: r.io/web, tag: \"2\"}\nreplicas: 1\ndebug: true\n",
                "envs/prod/Chart.yaml", "dependencies:\n  - {name: web, version: 1.0.0}\n",
                "envs/prod/values.yaml", "image: {repository: r.io/web, tag: \"1\"}\nreplicas: 9\n");
        Promotes promotes = new Promotes(
                List.of("web"),
                false,
                List.of(),
                List.of(
                        new Promotes.Value("Chart.yaml", YamlPath.parse("dependencies[name=web].version")),
                        new Promotes.Value("values.yaml", YamlPath.parse("debug"))));
        Promotes full = new Promotes(List.of("r.io/web"), false, List.of(), promotes.values());
        Map<String, String> after = carried(full, files);
        assertThat(after.get("envs/prod/Chart.yaml")).contains("version: 2.0.0");
        assertThat(after.get("envs/prod/values.yaml"))
                .isEqualTo("image: {repository: r.io/web, tag: \"2\"}\nreplicas: 9\ndebug: true\n");
    }

    @Test
    void saysWhatThereIsNotToCarry() {
        Map<String, String> files = Map.of(
                "envs/dev/web.yaml", deployment("r.io/web:2", 1),
                "envs/dev/other.yaml", deployment("r.io/web:3", 1),
                "envs/prod/web.yaml", deployment("r.io/web:1", 1));
        assertThatThrownBy(() -> carried(Promotes.DEFAULT, files))
                .hasMessageContaining("envs/dev runs r.io/web in two versions, r.io/web:3 and r.io/web:2");
        Promotes file = new Promotes(List.of(), false, List.of("version.yaml"), List.of());
        assertThatThrownBy(() -> carried(file, files))
                .hasMessageContaining("Nothing to carry at envs/dev/version.yaml");
        Promotes image = new Promotes(List.of("nope"), false, List.of(), List.of());
        assertThatThrownBy(() -> carried(image, Map.of("envs/dev/web.yaml", deployment("r.io/web:2", 1))))
                .hasMessageContaining("the image nope");
        assertThatThrownBy(() -> carried(
                        Promotes.DEFAULT,
                        Map.of("envs/dev/web.yaml", deployment("a:2", 1), "envs/prod/web.yaml", deployment("b:1", 1))))
                .hasMessageContaining("no image that both envs/dev and envs/prod name");
    }
}
