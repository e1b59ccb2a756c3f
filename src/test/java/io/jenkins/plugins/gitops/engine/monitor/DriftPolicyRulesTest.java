package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftPolicyRulesTest {
    private static final Resource WEB = deployment(2, "web:1");
    private static final ResourceDiff SCALED_WITH_IMAGE = new Differ(List.of()).compare(WEB, deployment(5, "web:2"));
    private static final ResourceDiff MISSING = new Differ(List.of()).compare(WEB, null);

    private static Resource deployment(int replicas, String image) {
        return Resource.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", "web", "namespace", "shop"),
                "spec",
                Map.of(
                        "replicas",
                        replicas,
                        "template",
                        Map.of("spec", Map.of("containers", List.of(Map.of("name", "web", "image", image)))))));
    }

    private static DriftPolicyRules rules(Action otherwise, DriftPolicy.Rule... rules) {
        return new DriftPolicyRules(new DriftPolicy(List.of(rules), otherwise));
    }

    private static DriftPolicy.Rule rule(List<String> drift, String resource, List<String> fields, Action action) {
        return new DriftPolicy.Rule(drift, resource, fields, action);
    }

    @Test
    void reportsOnlyWhereNothingIsSaid() {
        assertThat(new DriftPolicyRules(DriftPolicy.DEFAULT).action(SCALED_WITH_IMAGE))
                .isEqualTo(Action.AUDIT);
    }

    @Test
    void whatIsPutBeforeDecidesFirst() {
        DriftPolicyRules rules = rules(Action.HEAL, rule(List.of("scale"), "", List.of(), Action.ALERT));

        assertThat(rules.after(List.of(rule(List.of(), "Deployment/web", List.of("/spec/replicas"), Action.ALLOW)))
                        .notAllowed(SCALED_WITH_IMAGE)
                        .orElseThrow()
                        .fields())
                .hasSize(1);
        assertThat(rules.after(List.of(rule(List.of(), "", List.of(), Action.ALLOW)))
                        .notAllowed(MISSING))
                .isEmpty();
        assertThat(rules.after(List.of()).notAllowed(MISSING)).isPresent();
    }

    @Test
    void theFirstRuleThatMatchesAFieldDecidesAndTheStrongestFieldTheObject() {
        DriftPolicyRules rules = rules(
                Action.AUDIT,
                rule(List.of("scale"), "", List.of(), Action.ALLOW),
                rule(List.of(), "Deployment.apps/web", List.of(), Action.HEAL));

        assertThat(rules.action(SCALED_WITH_IMAGE)).isEqualTo(Action.HEAL);
        assertThat(rules.notAllowed(SCALED_WITH_IMAGE).orElseThrow().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.path()).isEqualTo("/spec/template/spec/containers/0/image"));
    }

    @Test
    void namesResourcesAndFields() {
        assertThat(rules(Action.AUDIT, rule(List.of(), "Deployment", List.of("/spec"), Action.ALLOW))
                        .notAllowed(SCALED_WITH_IMAGE))
                .isEmpty();
        assertThat(rules(Action.AUDIT, rule(List.of(), "Deployment/other", List.of(), Action.HEAL))
                        .action(SCALED_WITH_IMAGE))
                .isEqualTo(Action.AUDIT);
        assertThat(rules(Action.AUDIT, rule(List.of(), "", List.of("/spec/rep"), Action.HEAL))
                        .action(SCALED_WITH_IMAGE))
                .isEqualTo(Action.AUDIT);
    }

    @Test
    void anObjectThatIsMissingIsThatAlone() {
        assertThat(DriftPolicyRules.kinds(MISSING)).containsExactly("missing");
        assertThat(rules(Action.AUDIT, rule(List.of("state"), "", List.of(), Action.ALLOW))
                        .action(MISSING))
                .isEqualTo(Action.AUDIT);
        assertThat(rules(Action.AUDIT, rule(List.of("missing"), "", List.of(), Action.ALLOW))
                        .notAllowed(MISSING))
                .isEmpty();
    }
}
