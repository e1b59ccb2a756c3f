package io.jenkins.plugins.gitops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.health.ArgoCdRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our health rules against Argo CD's own engine, over objects made at random. */
@Tag("nightly")
class EngineAgreementTest {
    private static final int OBJECTS = 20_000;

    @Test
    void saysOfEveryObjectWhatArgoCdSays() throws Exception {
        EnginePeer engine = BuiltPeers.engine();
        RandomObjects random = new RandomObjects(new Random(3));
        List<Map<String, Object>> objects =
                IntStream.range(0, OBJECTS).mapToObj(i -> random.next()).toList();
        ArgoCdRules rules = new ArgoCdRules(HealthScripts.none());

        List<EnginePeer.Verdict> expected = engine.judge(objects);

        for (int i = 0; i < OBJECTS; i++) {
            EnginePeer.Verdict ours = rules.judge(Resource.of(objects.get(i)))
                    .map(health -> new EnginePeer.Verdict(health.status(), shown(health.status(), health.message())))
                    .orElse(null);
            EnginePeer.Verdict theirs = expected.get(i);
            EnginePeer.Verdict shown = theirs == null
                    ? null
                    : new EnginePeer.Verdict(theirs.status(), shown(theirs.status(), theirs.message()));
            assertThat(ours).as("%s", objects.get(i)).isEqualTo(shown);
        }
    }

    /** Newer engines say why a Job is suspended, the one that is built does not. */
    private static String shown(String status, String message) {
        return message == null || status.equals("Suspended") ? "" : message;
    }
}
