package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What nobody touched is no difference, however it was delivered: recorded from a real API server. */
class UnchangedObjectsTest {
    private static final Differ DIFFER = new Differ(List.of());

    @TestFactory
    Stream<DynamicTest> deliveredByClientSideApply() throws IOException {
        return unchanged("client");
    }

    @TestFactory
    Stream<DynamicTest> deliveredByOurServerSideApply() throws IOException {
        return unchanged("server");
    }

    @TestFactory
    Stream<DynamicTest> deliveredByCreate() throws IOException {
        return unchanged("create");
    }

    @Test
    void withoutManagedFieldsAsKubectlShowsThem() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String way : List.of("client", "server", "create")) {
            Map<ResourceKey, Resource> live = Samples.byKey(Samples.file("built-in-kinds-live-" + way + ".json"));
            for (Resource desired : Samples.file("built-in-kinds.yaml")) {
                Resource plain = live.get(desired.key().in("")).without("metadata", "managedFields");
                all.assertThat(DIFFER.compare(desired, plain).fields()).isEmpty();
            }
        }
        all.assertAll();
    }

    @Test
    void anObjectIsTheSameAsItself() throws IOException {
        for (Resource live : Samples.file("built-in-kinds-live-client.json")) {
            assertThat(DIFFER.compare(live, live).change()).isEqualTo(Change.NONE);
        }
    }

    private static Stream<DynamicTest> unchanged(String way) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String kinds : List.of("built-in-kinds", "custom-kinds")) {
            Map<ResourceKey, Resource> live = Samples.byKey(Samples.file(kinds + "-live-" + way + ".json"));
            for (Resource desired : Samples.file(kinds + ".yaml")) {
                tests.add(DynamicTest.dynamicTest(desired.key().toString(), () -> {
                    ResourceDiff diff =
                            DIFFER.compare(desired, live.get(desired.key().in("")));
                    assertThat(diff.fields()).isEmpty();
                    assertThat(diff.change()).isEqualTo(Change.NONE);
                    assertThat(diff.drift()).isEmpty();
                    assertThat(diff.delivered()).isTrue();
                }));
            }
        }
        return tests.stream();
    }
}
