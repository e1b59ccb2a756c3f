package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionPlanTest {
    private final GitOpsPromoteStep step = new GitOpsPromoteStep("config");

    @Test
    void takesAnEditAlone() {
        step.setSet(List.of("a.yaml#b=c"));
        step.setBranch("main");
        assertThat(PromotionPlan.problem(step)).isEmpty();
    }

    @Test
    void takesImagesForAnEnvironment() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setImages(List.of("web=web:2"));
        assertThat(PromotionPlan.problem(step)).isEmpty();
    }

    @Test
    void refusesNeitherAndBoth() {
        assertThat(PromotionPlan.problem(step)).contains("either");
        step.setSet(List.of("a.yaml#b=c"));
        step.setImages(List.of("web=web:2"));
        assertThat(PromotionPlan.problem(step)).contains("either");
    }

    @Test
    void refusesHalfAnEnvironment() {
        step.setApplication("shop");
        step.setTo("prod");
        assertThat(PromotionPlan.problem(step)).contains("together");
    }

    @Test
    void takesAnotherEnvironmentInPlaceOfImages() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setFrom("staging");
        step.setReason("a hotfix");
        assertThat(PromotionPlan.problem(step)).isEmpty();
        step.setImages(List.of("web=web:2"));
        assertThat(PromotionPlan.problem(step)).contains("one of images, from and commit");
    }

    @Test
    void takesACommitOrAnEnvironmentToTag() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setCommit("main");
        step.setBump("minor");
        assertThat(PromotionPlan.problem(step)).isEmpty();
        step.setFrom("staging");
        assertThat(PromotionPlan.problem(step)).contains("one of images, from and commit");
        step.setCommit(null);
        assertThat(PromotionPlan.problem(step)).isEmpty();
    }

    @Test
    void refusesAVersionOfNothingAndNoVersion() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setImages(List.of("web=web:2"));
        step.setVersion("1.4.2");
        assertThat(PromotionPlan.problem(step)).contains("a tag holds no images");
        step.setImages(List.of());
        step.setCommit("main");
        step.setBump("minor");
        assertThat(PromotionPlan.problem(step)).contains("version or bump, not both");
        step.setVersion(null);
        step.setBump("huge");
        assertThat(PromotionPlan.problem(step)).isEqualTo("bump is major, minor or patch, not huge");
        step.setBump(null);
        step.setVersion("latest");
        assertThat(PromotionPlan.problem(step)).contains("latest is no semantic version");
    }

    @Test
    void takesSeveralApplicationsInPlaceOfOne() {
        step.setApplications(List.of("web\napi"));
        step.setTo("prod");
        step.setFrom("staging");
        assertThat(PromotionPlan.problem(step)).isEmpty();
        assertThat(PromotionPlan.applications(step)).containsExactly("web", "api");
        step.setApplication("web");
        assertThat(PromotionPlan.problem(step)).contains("application or applications, not both");
        step.setApplication(null);
        step.setBump("minor");
        assertThat(PromotionPlan.problem(step)).contains("a tag is of one");
    }

    @Test
    void refusesAReasonWithoutRules() {
        step.setSet(List.of("a.yaml#b=c"));
        step.setReason("because");
        assertThat(PromotionPlan.problem(step)).contains("bound by no rules");
    }

    @Test
    void refusesToWaitForGatesThatAnEditDoesNotHave() {
        step.setSet(List.of("a.yaml#b=c"));
        step.setWaitForGates(true);
        assertThat(PromotionPlan.problem(step)).contains("an edit has no gates");
    }

    @Test
    void refusesABranchBesideAnEnvironment() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setImages(List.of("web=web:2"));
        step.setBranch("main");
        assertThat(PromotionPlan.problem(step)).contains("no branch beside application");
    }

    @Test
    void takesAPullRequestForAnEnvironmentAlone() {
        step.setApplication("shop");
        step.setTo("prod");
        step.setImages(List.of("web=web:2"));
        step.setWaitForMerge(true);
        assertThat(PromotionPlan.problem(step)).isEmpty();
        step.setPullRequest(false);
        assertThat(PromotionPlan.problem(step)).contains("no merge without a pull request");
        GitOpsPromoteStep edit = new GitOpsPromoteStep("config");
        edit.setSet(List.of("a.yaml#b=c"));
        edit.setPullRequest(true);
        assertThat(PromotionPlan.problem(edit)).contains("pullRequest and waitForMerge with application");
    }

    @Test
    void readsBlankAsNotGiven() {
        step.setApplication("  ");
        step.setTo("");
        step.setBranch(" ");
        step.setSet(List.of("a.yaml#b=c"));
        assertThat(step.getApplication()).isNull();
        assertThat(step.getTo()).isNull();
        assertThat(step.getBranch()).isNull();
        assertThat(PromotionPlan.problem(step)).isEmpty();
    }

    @Test
    void idsArePromotionsOwn() {
        String id = PromotionId.of("0123456789ab", "team/deploy#12", "7");
        assertThat(id).isEqualTo("0123456789ab/team/deploy#12/7");
        assertThat(PromotionId.of("fedcba987654", "team/deploy#12", "7")).isNotEqualTo(id);
        assertThat(PromotionId.of("0123456789ab", "team/deploy#12", "8")).isNotEqualTo(id);
    }

    @Test
    void takesReportsForGatesAlone() {
        step.setSet(List.of("a.yaml#b=c"));
        step.setScanReports(List.of("trivy=trivy.json"));
        assertThat(PromotionPlan.problem(step)).contains("scanReports with application alone");
        step.setSet(List.of());
        step.setApplication("shop");
        step.setTo("prod");
        step.setFrom("staging");
        assertThat(PromotionPlan.problem(step)).isEmpty();
        step.setScanReports(List.of("trivy=../trivy.json"));
        assertThat(PromotionPlan.problem(step)).contains("'trivy=../trivy.json' is no report");
    }
}
