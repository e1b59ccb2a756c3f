package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionRulesTest {

    @ParameterizedTest
    @CsvSource({
        "kubectl, Person",
        "kubectl-edit, Person",
        "kubectl-client-side-apply, Person",
        "k9s, Person",
        "jenkins-shop-deploy, JenkinsBuild",
        "Jenkins, JenkinsBuild",
        "argocd-controller, GitOpsController",
        "kustomize-controller, GitOpsController",
        "gitops-stages, GitOpsController",
        "keda-operator, Autoscaler",
        "vpa-updater, Autoscaler",
        "kyverno, AdmissionWebhook",
        "cert-manager-cainjector, AdmissionWebhook",
        "some-operator, Unknown"
    })
    void goesByTheFieldManager(String manager, String who) {
        Attribution by = AttributionRules.of(manager);

        assertThat(by.getClass().getSimpleName()).isEqualTo(who);
        assertThat(by.manager()).isEqualTo(manager);
    }
}
