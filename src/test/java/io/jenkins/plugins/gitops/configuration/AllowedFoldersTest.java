package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowedFoldersTest {
    @Test
    void noLineAllowsNoJob() {
        assertThat(AllowedFolders.of(" \n ").allow("deploy")).isFalse();
        assertThat(AllowedFolders.of("").allow("team/deploy")).isFalse();
    }

    @Test
    void aFolderAllowsItsJobsAndThoseBelow() {
        AllowedFolders folders = AllowedFolders.of("team-a/shop\n\nteam-b/ ");
        assertThat(folders.allow("team-a/shop/deploy")).isTrue();
        assertThat(folders.allow("team-a/shop/sub/deploy")).isTrue();
        assertThat(folders.allow("team-b/deploy")).isTrue();
    }

    @Test
    void aFolderAllowsNeitherItsParentNorItsNeighbours() {
        AllowedFolders folders = AllowedFolders.of("team-a/shop");
        assertThat(folders.allow("team-a/deploy")).isFalse();
        assertThat(folders.allow("team-a/shop")).isFalse();
        assertThat(folders.allow("team-a/shopping/deploy")).isFalse();
        assertThat(folders.allow("shop/deploy")).isFalse();
    }

    @Test
    void aSlashAllowsEveryJob() {
        assertThat(AllowedFolders.of("/").allow("deploy")).isTrue();
        assertThat(AllowedFolders.of("team\n/").allow("other/deploy")).isTrue();
    }
}
