package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandedInReportTest {

    @Test
    void isANameAndAFile() {
        assertThat(HandedInReport.parse(" trivy = reports/trivy-*.json "))
                .isEqualTo(new HandedInReport("trivy", "reports/trivy-*.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trivy.json",
                "=trivy.json",
                "trivy=",
                "trivy=../../secrets/master.key",
                "trivy=reports/../../x.json",
                "trivy=/etc/passwd",
                "trivy=C:/x.json",
                "trivy=..\\x.json"
            })
    void isNothingOutsideOfTheArtifacts(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> HandedInReport.parse(text))
                .withMessage(
                        "'" + text
                                + "' is no report: expected NAME=FILE, an artifact of the build, such as trivy=reports/trivy.json");
    }
}
