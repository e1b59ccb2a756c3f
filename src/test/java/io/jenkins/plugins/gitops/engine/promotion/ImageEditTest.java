package io.jenkins.plugins.gitops.engine.promotion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageEditTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OTHER = "sha256:" + "fedcba9876543210".repeat(4);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // now                | name          | reference      | then
                "web:1.4.1            | web           | 1.4.2          | web:1.4.2",
                "web:1.4.1            | web           | :1.4.2         | web:1.4.2",
                "web:1.4.1            | web           | web:1.4.2      | web:1.4.2",
                "web                  | web           | 1.4.2          | web:1.4.2",
                "web:1.4.1            | web           | @DIGEST        | web@DIGEST",
                "web:1.4.1            | web           | web:2@DIGEST   | web:2@DIGEST",
                "web:1.4.1@OTHER      | web           | 1.4.2          | web:1.4.2",
                "web:1.4.1@OTHER      | web           | @DIGEST        | web@DIGEST",
                "web:1.4.1            | web           | r.io/a/web     | r.io/a/web:1.4.1",
                "web:1.4.1            | web           | r.io/web:2     | r.io/web:2",
                "r.io/a/web:1         | a/web         | a/web:2        | r.io/a/web:2",
                "r.io/a/web:1         | r.io/a/web    | 2              | r.io/a/web:2",
                "r.io/a/web:1         | a/web         | s.io/a/web:2   | s.io/a/web:2",
                "r.io:5000/a/web      | a/web         | 2              | r.io:5000/a/web:2",
                "localhost/web:1      | web           | 2              | localhost/web:2",
                "nginx:1              | docker.io/library/nginx | 2    | nginx:2",
                "docker.io/library/nginx:1 | nginx    | nginx:2        | docker.io/library/nginx:2",
                "library/nginx:1      | nginx         | 2              | library/nginx:2",
            })
    void changesTheReferenceOfAContainer(String now, String name, String reference, String then) throws IOException {
        String manifest =
                "kind: Deployment\nspec: # s\n  containers:\n  - image: " + filled(now) + " # i\n    name: x\n";

        assertThat(edited(Map.of("d.yaml", manifest), name + "=" + filled(reference))
                        .get("d.yaml"))
                .isEqualTo(manifest.replace(filled(now), filled(then)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.io/nginx:1", "other/web:1", "webb:1", "r.io/a/web:1"})
    void leavesOtherImages(String image) {
        Map<String, String> files = Map.of("d.yaml", "image: " + image + "\n");

        assertThatThrownBy(() -> edited(files, "web=2"))
                .hasMessageStartingWith("No image web in the root; there are: ");
        assertThatThrownBy(() -> edited(files, "docker.io/library/nginx=2")).hasMessageContaining("there are: ");
    }

    @Test
    void findsContainersOfEveryWorkload() throws IOException {
        String manifests = """
                apiVersion: batch/v1
                kind: CronJob
                spec:
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          initContainers: [{name: i, image: 'shop/web:1'}]
                          containers:
                            - name: a
                              image: "shop/web:1"
                            - name: b
                              image: shop/other:1
                ---
                apiVersion: v1
                kind: List
                items:
                  - kind: Pod
                    spec:
                      ephemeralContainers:
                        - image: shop/web:1
                ---
                apiVersion: example.com/v1
                kind: Database
                spec: {image: shop/web:1, sidecarImage: shop/web:1, imagePullPolicy: Always}
                """;

        assertThat(edited(Map.of("all.yaml", manifests), "shop/web=1.10").get("all.yaml"))
                .isEqualTo(manifests.replace("shop/web:1", "shop/web:1.10"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: {repository: shop/web, tag: 1.4.1} | shop/web=1.4.2 | image: {repository: shop/web, tag: 1.4.2}",
                "image: {repository: shop/web, tag: 1.4.1} | shop/web=1.10 | image: {repository: shop/web, tag: \"1.10\"}",
                "image: {repository: shop/web} | shop/web=2 | image: {repository: shop/web, tag: \"2\"}",
                "image: {repository: shop/web, tag: ''} | shop/web=2 | image: {repository: shop/web, tag: '2'}",
                "image: {registry: r.io, repository: web, tag: a} | r.io/web=b | image: {registry: r.io, repository: web, tag: b}",
                "image: {registry: r.io, repository: web, tag: a} | web=s.io/x/web:b | image: {registry: s.io, repository: x/web, tag: b}",
                "image: {repository: web, tag: a, digest: ''} | web=@DIGEST | image: {repository: web, tag: a, digest: 'DIGEST'}",
                "image: {repository: web, tag: a, digest: OTHER} | web=b | image: {repository: web, tag: b, digest: \"\"}",
                "image: {repository: web, tag: a, digest: } | web=b | image: {repository: web, tag: b, digest: }",
                "image: {repository: web, tag: a} | web=:b@DIGEST | image: {repository: web, tag: b@DIGEST}",
                "image: {repository: web, tag: a@OTHER} | web=b | image: {repository: web, tag: b}",
                "image: {repository: web, tag: a} | web=r.io/web | image: {repository: r.io/web, tag: a}",
                "image: {name: web, tag: a} | web=b | image: {name: web, tag: b}",
                "sub: {image: web, tag: a} | web=b | sub: {image: web, tag: b}",
                "sub: {sidecarImage: {repository: web, tag: a}} | web=b | sub: {sidecarImage: {repository: web, tag: b}}",
                "image: web:a | web=b | image: web:b",
            })
    void changesHelmValues(String values, String image, String then) throws IOException {
        assertThat(edited(Map.of("values.yaml", filled(values) + "\n"), filled(image))
                        .get("values.yaml"))
                .isEqualTo(filled(then) + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: web, newTag: a} | web=b | {name: web, newTag: b}",
                "{name: web, newTag: 1.4.1} | web=1.10 | {name: web, newTag: \"1.10\"}",
                "{name: web} | web=b | {name: web, newTag: b}",
                "{name: web, newName: r.io/web, newTag: a} | web=b | {name: web, newName: r.io/web, newTag: b}",
                "{name: web, newName: r.io/x, newTag: a} | r.io/x=b | {name: web, newName: r.io/x, newTag: b}",
                "{name: web, newTag: a} | web=r.io/web:b | {name: web, newTag: b, newName: r.io/web}",
                "{name: web, newTag: a} | web=@DIGEST | {name: web, newTag: \"\", digest: DIGEST}",
                "{name: web, digest: OTHER} | web=@DIGEST | {name: web, digest: DIGEST}",
                "{name: web, digest: OTHER} | web=b | {name: web, digest: \"\", newTag: b}",
                "{name: docker.io/library/nginx, newTag: a} | nginx=b | {name: docker.io/library/nginx, newTag: b}",
            })
    void changesAKustomization(String entry, String image, String then) throws IOException {
        String kustomization = "resources: [d.yaml]\nimages:\n- {name: other, newTag: x}\n- " + filled(entry) + "\n";
        Map<String, String> files = Map.of("kustomization.yaml", kustomization, "d.yaml", "image: web:0\n");

        assertThat(edited(files, filled(image)))
                .containsOnlyKeys("kustomization.yaml")
                .containsEntry("kustomization.yaml", kustomization.replace(filled(entry), filled(then)));
    }

    @Test
    void changesAManifestWhereTheKustomizationSaysNothing() throws IOException {
        Map<String, String> files =
                Map.of("kustomization.yaml", "resources: [d.yaml]\n", "d.yaml", "kind: Pod\nspec: {image: web:0}\n");

        assertThat(edited(files, "web=1")).containsOnly(Map.entry("d.yaml", "kind: Pod\nspec: {image: web:1}\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resources:~  - ../../base~            | web=1.10         | resources:~  - ../../base~images:~  - name: r.io/web~    newTag: \"1.10\"~",
                "resources: [../../base] # b~~# end~   | web=b            | resources: [../../base] # b~images:~- name: r.io/web~  newTag: b~~# end~",
                "resources:~- ../../base               | web=s.io/web:b   | resources:~- ../../base~images:~- name: r.io/web~  newName: s.io/web~  newTag: b",
                "images:~- name: api~  newTag: a~resources: [../../base]~ | web=b | images:~- name: api~  newTag: a~- name: r.io/web~  newTag: b~resources: [../../base]~",
                "images: []~resources: [../../base]~   | web=@DIGEST      | images: [{name: r.io/web, digest: DIGEST}]~resources: [../../base]~",
                "images: [{name: api}]~bases: [../mid]~ | web=b           | images: [{name: api}, {name: r.io/web, newTag: b}]~bases: [../mid]~",
            })
    void addsAnEntryOverABase(String kustomization, String image, String then) throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("base/kustomization.yaml", "resources: [d.yaml]\n");
        files.put("base/d.yaml", "spec: {image: 'r.io/web:1'}\n");
        files.put("envs/mid/kustomization.yaml", "resources: [../../base]\n");
        files.put("envs/prod/kustomization.yaml", kustomization.replace('~', '\n'));

        assertThat(changes(files, "envs/prod", filled(image)))
                .containsOnly(
                        Map.entry("envs/prod/kustomization.yaml", filled(then).replace('~', '\n')));
        files.put("envs/prod/kustomization.yaml", "resources: [../../../base, https://x/y, ../none]\n");
        assertThatThrownBy(() -> changes(files, "envs/prod", filled(image))).hasMessageStartingWith("No image web in ");
    }

    @Test
    void leavesAloneWhatIsHidden() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put(".github/workflows/ci.yml", "image: web:1\n");
        files.put(".gitlab-ci.yml", "image: web:1\n");
        files.put("d.yaml", "image: web:1\n");
        files.put("sub/.hidden/d.yaml", "image: web:1\n");

        assertThat(changes(files, "", "web=2")).containsOnlyKeys("d.yaml");
        assertThat(changes(files, "sub/.hidden", "web=2")).containsOnlyKeys("sub/.hidden/d.yaml");
    }

    @Test
    void looksInItsFolderAlone() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("envs/dev/d.yaml", "image: web:1\n");
        files.put("envs/prod/d.yaml", "image: web:1\n");
        files.put("envs/prod/sub/e.json", "{\"image\": \"web:1\"}\n");
        files.put("envs/production/d.yaml", "image: web:1\n");

        assertThat(changes(files, "envs/prod", "web=2")).containsOnlyKeys("envs/prod/d.yaml", "envs/prod/sub/e.json");
    }

    @Test
    void changesAnAnchorOnce() throws IOException {
        String text = "a: {image: &i web:1}\nb: {image: *i}\n";

        assertThat(edited(Map.of("d.yaml", text), "web=2").get("d.yaml")).isEqualTo(text.replace("web:1", "web:2"));
    }

    @Test
    void setsSeveralImagesInOneEdit() throws IOException {
        String text = "a: {image: web:1}\nb: {image: api:1}\n";

        assertThat(edited(Map.of("d.yaml", text), "web=2", "api=3").get("d.yaml"))
                .isEqualTo("a: {image: web:2}\nb: {image: api:3}\n");
    }

    @Test
    void changesNothingThatIsAsAsked() throws IOException {
        assertThat(edited(Map.of("d.yaml", "image: web:1\n"), "web=1")).isEmpty();
    }

    @Test
    void leavesTemplatesOfCharts() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("templates/d.yaml", "{{- if .x }}\nimage: {{ .image }}:1\n{{ end }}\n");
        files.put("values.yaml", "image: {repository: web, tag: a}\n");

        assertThat(edited(files, "web=b")).containsOnlyKeys("values.yaml");
        files.put("broken.yaml", "a: [\n");
        assertThatThrownBy(() -> edited(files, "web=b")).hasMessageStartingWith("broken.yaml:2:1: ");
    }

    @Test
    void namesTheImagesThatAreThere() {
        Map<String, String> files = new TreeMap<>();
        files.put("p/kustomization.yaml", "images: [{name: api, newTag: a}]\n");
        files.put("p/d.yaml", "image: r.io/shop/web:1\n");
        files.put("p/values.yaml", "image: {registry: q.io, repository: db, tag: 1}\n");

        assertThatThrownBy(() -> changes(files, "p", "wbe=1"))
                .isInstanceOf(IOException.class)
                .hasMessage("No image wbe in p; there are: api, q.io/db, r.io/shop/web");
        assertThatThrownBy(() -> changes(files, "q", "web=1"))
                .hasMessage(
                        "No image web in q, and no other; expected one in a kustomization, Helm values or a manifest");
    }

    @Test
    void needsAPlaceForADigest() {
        assertThatThrownBy(() -> edited(Map.of("v.yaml", "image: {repository: web, tag: a}\n"), "web=@" + DIGEST))
                .hasMessage(
                        "v.yaml:1:8: found no 'digest' beside 'repository', expected one, or a tag with the digest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "web", "=1", "web=", "web=:", "web=a b", "web:1=2", "web=x@sha256:12", "web=/x:1", "w b=1"})
    void refusesWhatIsNoImage(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageEdit.Image.parse(text))
                .withMessageStartingWith("\"" + text + "\" is not NAME=REFERENCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web=1.4.2", "web=r.io/shop/web", "web=r.io/web:1", "web=@DIGEST", "web=:1@DIGEST"})
    void writesWhatItReads(String text) {
        assertThat(ImageEdit.Image.parse(filled(text))).hasToString(filled(text));
    }

    private static Map<String, String> edited(Map<String, String> files, String... images) throws IOException {
        return changes(files, "", images);
    }

    private static Map<String, String> changes(Map<String, String> files, String folder, String... images)
            throws IOException {
        List<ImageEdit.Image> wanted =
                Stream.of(images).map(ImageEdit.Image::parse).toList();
        Map<String, String> changes = new TreeMap<>();
        for (FileChange change : new ImageEdit(folder, wanted).apply(new FixedTree(files))) {
            changes.put(change.path(), new String(change.content(), UTF_8));
        }
        return changes;
    }

    private static String filled(String text) {
        return text.replace("DIGEST", DIGEST).replace("OTHER", OTHER);
    }
}
