package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitEditTest {
    private static final String FILE = "envs/prod/web.yaml";
    private static final String BEFORE = """
            kind: Deployment
            spec:
              replicas: 3
              containers:
              - {name: web, image: "web:1"}
              - {name: log, image: "log:1"}
            """;

    @Test
    void isIncludedInAnotherEditBesideIt() throws IOException {
        String a = BEFORE.replace("web:1", "web:2");
        String b = a.replace("log:1", "log:2");

        assertThat(edit(BEFORE, a).changesNothing(tree(b))).isTrue();
    }

    @Test
    void isNotIncludedInItsOwnRevert() throws IOException {
        assertThat(edit(BEFORE, BEFORE.replace("web:1", "web:2")).changesNothing(tree(BEFORE)))
                .isFalse();
    }

    @Test
    void isNotIncludedInANewerVersionOfTheSame() throws IOException {
        String a = BEFORE.replace("web:1", "web:2");

        assertThat(edit(BEFORE, a).changesNothing(tree(BEFORE.replace("web:1", "web:3"))))
                .isFalse();
    }

    @Test
    void isIncludedThoughEntriesMoved() throws IOException {
        String a = BEFORE.replace("web:1", "web:2");
        String moved = a.replace("- {name: web,", "- {name: new, image: \"new:1\"}\n  - {name: web,");

        assertThat(edit(BEFORE, a).changesNothing(tree(moved))).isTrue();
    }

    @Test
    void isIncludedThoughTheFileWasReformatted() throws IOException {
        String a = BEFORE.replace("web:1", "web:2");
        String reformatted = a.replace("- {name: web, image: \"web:2\"}", "# new\n  - name: web\n    image: web:2");

        assertThat(edit(BEFORE, a).changesNothing(tree(reformatted))).isTrue();
    }

    @Test
    void aRemovedKeyThatCameBackIsNotIncluded() throws IOException {
        String a = BEFORE.replace("  replicas: 3\n", "");

        assertThat(edit(BEFORE, a).changesNothing(tree(a + "# more\n"))).isTrue();
        assertThat(edit(BEFORE, a).changesNothing(tree(BEFORE))).isFalse();
    }

    @Test
    void aNewFileIsIncludedAsLongAsItsValuesStand() throws IOException {
        CommitEdit added =
                CommitEdit.between(new FixedTree(Map.of()), new FixedTree(Map.of(FILE, BEFORE)), "envs/prod");

        assertThat(added.changesNothing(tree(BEFORE + "more: 1\n"))).isTrue();
        assertThat(added.changesNothing(tree(BEFORE.replace("web:1", "web:2")))).isFalse();
        assertThat(added.changesNothing(new FixedTree(Map.of()))).isFalse();
    }

    @Test
    void whatIsNoYamlIsMergedByLines() throws IOException {
        FixedTree before = new FixedTree(Map.of("a.conf", "one\ntwo\nthree\nfour\nfive\n"));
        FixedTree after = new FixedTree(Map.of("a.conf", "ONE\ntwo\nthree\nfour\nfive\n"));
        CommitEdit edit = CommitEdit.between(before, after, "");

        assertThat(edit.changesNothing(new FixedTree(Map.of("a.conf", "ONE\ntwo\nthree\nfour\nFIVE\n"))))
                .isTrue();
        assertThat(edit.changesNothing(new FixedTree(Map.of("a.conf", "one\ntwo\nthree\nfour\nFIVE\n"))))
                .isFalse();
    }

    @Test
    void whatItChangedInAnotherEnvironmentDoesNotCount() throws IOException {
        FixedTree before = new FixedTree(Map.of(FILE, BEFORE, "envs/dev/web.yaml", BEFORE));
        String a = BEFORE.replace("web:1", "web:2");
        FixedTree after = new FixedTree(Map.of(FILE, a, "envs/dev/web.yaml", a));

        CommitEdit edit = CommitEdit.between(before, after, "envs/prod");

        assertThat(edit.changesNothing(new FixedTree(Map.of(FILE, a, "envs/dev/web.yaml", BEFORE))))
                .isTrue();
    }

    @Test
    void aBaseOutsideTheFolderCountsWhereNothingElseChanged() throws IOException {
        FixedTree before = new FixedTree(Map.of(FILE, BEFORE, "base/web.yaml", BEFORE));
        FixedTree after = new FixedTree(Map.of(FILE, BEFORE, "base/web.yaml", BEFORE.replace("web:1", "web:2")));

        CommitEdit edit = CommitEdit.between(before, after, "envs/prod");

        assertThat(edit.changesNothing(after)).isTrue();
        assertThat(edit.changesNothing(before)).isFalse();
    }

    private static CommitEdit edit(String before, String after) throws IOException {
        return CommitEdit.between(tree(before), tree(after), "envs/prod");
    }

    private static FixedTree tree(String content) {
        return new FixedTree(Map.of(FILE, content));
    }
}
