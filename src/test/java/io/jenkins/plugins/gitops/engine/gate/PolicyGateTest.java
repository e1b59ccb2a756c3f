package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyGateTest {
    private static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {team: pay, tier: front}, annotations: {note: null}}
            spec:
              replicas: 3
              template: {spec: {containers: [{name: web, image: "registry.example.com/shop/web:1.4.2", cpu: 0.5}]}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: db}
            stringData: {password: hunter2}
            data: {token: aHVudGVyMg==}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "promotion.version == '1.4.2' && promotion.application == 'shop' && promotion.environment == 'prod'",
                "promotion.promoters.exists(p, p == 'ada') && 'ada' in promotion.promoters",
                "promotion.images.all(i, i.startsWith('registry.example.com/'))",
                "promotion.commit == 'c0ffee' && promotion.build == 'shop #17'",
                "environment.name == 'prod' && environment.cluster == 'production' && environment.after == ['staging']",
                "environment.delivery == 'jenkins' && environment.namespace == 'shop'",
                "manifests.size() == 2 && size(current) == 0",
                "manifests.filter(m, m.kind == 'Deployment').all(m, m.spec.replicas >= 2)",
                "manifests.exists_one(m, m.kind == 'Deployment' && m.spec.replicas == 3)",
                "manifests.filter(m, has(m.spec)).all(m, "
                        + "m.spec.template.spec.containers.all(c, c.image.matches('^registry[.]example[.]com/.+:[0-9.]+$')))",
                "manifests[0].spec.template.spec.containers[0].cpu < 1",
                "manifests[0].metadata.annotations.note == null",
                "manifests[0].metadata.labels.all(k, manifests[0].metadata.labels[k] != '')",
                "!has(manifests[0].spec.strategy)",
                "manifests.filter(m, m.kind == 'Secret').all(m, m.stringData.password != 'hunter2')",
                "manifests[1].data.token != 'aHVudGVyMg==' && 'token' in manifests[1].data",
                "timestamp('2026-05-04T10:00:00Z').getHours() == 10 && duration('90m') == duration('1.5h')"
            })
    void holds(String expression) throws IOException {
        assertThat(decide(expression)).isEqualTo(Decision.open("The policy holds"));
    }

    @Test
    void tellsItsReasonWhereItIsFalse() throws IOException {
        Gate.Policy gate = new Gate.Policy("p", "manifests.size() > 5", Optional.of("Too little"));

        assertThat(new PolicyGate(gate).decide(candidate(), Candidates.NOW)).isEqualTo(Decision.closed("Too little"));
        assertThat(decide("1 ==\n 2")).isEqualTo(Decision.closed("Not true: 1 == 2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifests[0].spec.strategy.type == 'Recreate'",
                "manifests[7].kind == 'Pod'",
                "manifests.all(m, m.spec.replicas > 1)",
                "1 / (manifests.size() - 2) == 0",
                "manifests[0].kind",
                "manifests[0].spec.replicas > 'three'"
            })
    void isUnknownWhereItFails(String expression) throws IOException {
        Decision decision = decide(expression);

        assertThat(decision.state()).isEqualTo(State.UNKNOWN);
        assertThat(decision.reason()).startsWith("The policy ").doesNotContain("\n");
    }

    @Test
    void doesNotTellAValueOfASecretWhereItFails() throws IOException {
        Decision decision = decide("int(manifests[1].stringData.password) == 1");

        assertThat(decision.state()).isEqualTo(State.UNKNOWN);
        assertThat(decision.reason()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifests.size()", "nothing == 1", "true &&", "", "promotion.version + 1"})
    void isUnknownWhereItIsNoPolicy(String expression) throws IOException {
        Decision decision = decide(expression);

        assertThat(decision.state()).isEqualTo(State.UNKNOWN);
        assertThat(decision.reason()).startsWith("The policy ");
    }

    /** Expressions that make more than they say: texts, lists, trees of shared parts, iterations, regular expressions. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Timeout(30)
    void endsWhatCostsTooMuch(int bomb) throws IOException {
        String many = "[1,1,1,1,1,1,1,1,1,1]";
        String expression =
                switch (bomb) {
                    case 0 -> "['aaaaaaaaaa']" + ".map(a, a + a)".repeat(40) + ".size() > 0";
                    case 1 -> "[[1]]" + ".map(a, a + a)".repeat(40) + ".size() > 0";
                    case 2 -> "[1]" + ".map(a, [a, a])".repeat(50) + " == [1]" + ".map(a, [a, a])".repeat(50);
                    case 3 -> (many + ".all(x, ").repeat(9) + "true" + ")".repeat(9);
                    case 4 -> "'" + "a".repeat(3000) + "'.matches('" + "(a?){20}".repeat(50) + "{20}')";
                    case 5 -> "[1]" + ".map(a, [1, 1].map(b, a))".repeat(40) + ".all(x, x in [x, x])";
                    case 6 -> "[1]" + ".map(a, {'a': a, 'b': a})".repeat(50) + " == [1]";
                    case 7 ->
                        "['aaaaaaaaaa']" + ".map(a, a + a)".repeat(18) + ".map(a, " + many + ".map(b, " + many
                                + ".map(c, a + 'x'))).size() > 0";
                    case 8 ->
                        "[[1]]" + ".map(a, a + a)".repeat(20) + ".map(a, " + many + ".map(b, " + many
                                + ".map(c, a + [1]))).size() > 0";
                    default -> "[b'aaaaaaaaaa']" + ".map(a, a + a)".repeat(40) + ".size() > 0";
                };
        long start = System.nanoTime();
        Decision decision = decide(expression);

        assertThat(decision.state()).as(decision.reason()).isEqualTo(State.UNKNOWN);
        assertThat(decision.reason()).startsWith("The policy ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }

    /** What {@code ||} would swallow must not open the gate. */
    @Test
    void doesNotOpenOnWhatASwallowedFailureLeaves() throws IOException {
        String bomb = "['aaaaaaaaaa']" + ".map(a, a + a)".repeat(40) + ".size() == 0 || true";

        assertThat(decide(bomb).state()).isEqualTo(State.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 70, 2_000, 10_000})
    void endsWhatNestsTooDeep(int depth) throws IOException {
        Decision decision = decide("(".repeat(depth) + "1" + ")".repeat(depth) + " == 2");

        assertThat(decision.state()).isIn(State.UNKNOWN, State.CLOSED);
        assertThat(decision.reason()).hasSizeLessThan(1_000);
    }

    @Test
    void rendersOnlyWhatItLooksAt() throws IOException {
        Rendered never = Rendered.by(() -> {
            throw new IOException("no manifests");
        });
        Candidate candidate = Candidates.with(Candidates.environment(List.of(), "shop"), never, Candidates.IMAGE);
        PolicyGate looks = new PolicyGate(new Gate.Policy("p", "manifests.size() == 0", Optional.empty()));
        PolicyGate looksNot = new PolicyGate(new Gate.Policy("p", "promotion.version != ''", Optional.empty()));

        assertThat(looksNot.decide(candidate, Candidates.NOW).state()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> looks.decide(candidate, Candidates.NOW)).hasMessage("no manifests");
    }

    private static Candidate candidate() {
        return Candidates.proposing(MANIFESTS, Candidates.IMAGE);
    }

    private static Decision decide(String expression) throws IOException {
        return new PolicyGate(new Gate.Policy("policy", expression, Optional.empty()))
                .decide(candidate(), Candidates.NOW);
    }
}
