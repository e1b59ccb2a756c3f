package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import org.junit.jupiter.api.Test;

class ArgoCdHooksTest {

    @Test
    void readsPhasesOnceAndTrimmed() {
        assertThat(ArgoCdHooks.phases(hook("PreSync, PostSync,,PreSync ,Nonsense")))
                .containsExactly("PreSync", "PostSync");
    }

    @Test
    void readsHelmHooksWhereThereIsNoneOfArgoCd() {
        assertThat(ArgoCdHooks.phases(helm("pre-install,pre-upgrade,post-upgrade,test")))
                .containsExactly("PreSync", "PostSync");
        assertThat(ArgoCdHooks.phases(
                        helm("pre-install").with("Sync", "metadata", "annotations", "argocd.argoproj.io/hook")))
                .containsExactly("Sync");
    }

    @Test
    void knowsSkippedAndIgnoredOnes() {
        assertThat(ArgoCdHooks.isSkipped(hook("Skip"))).isTrue();
        assertThat(ArgoCdHooks.isHook(hook("Skip"))).isFalse();
        assertThat(ArgoCdHooks.isSkipped(hook("Skip,PreSync"))).isFalse();
        assertThat(ArgoCdHooks.isIgnored(hook("Nonsense"))).isTrue();
        assertThat(ArgoCdHooks.isIgnored(helm("test"))).isTrue();
        assertThat(ArgoCdHooks.isIgnored(hook("Sync"))).isFalse();
        assertThat(ArgoCdHooks.isHook(helm("crd-install"))).isFalse();
        assertThat(ArgoCdHooks.isHook(Live.of("batch/v1", "Job", ""))).isFalse();
    }

    private static Resource hook(String value) {
        return Live.of("batch/v1", "Job", "").with(value, "metadata", "annotations", "argocd.argoproj.io/hook");
    }

    private static Resource helm(String value) {
        return Live.of("batch/v1", "Job", "").with(value, "metadata", "annotations", "helm.sh/hook");
    }
}
