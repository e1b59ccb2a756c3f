package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.alert.AlertFormat;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import org.junit.jupiter.api.Test;

class AlertDefinitionTest {
    private static final MonitoredPlace PROD = new MonitoredPlace("https://git.example.com/config", "shop", "prod", "");
    private static final MonitoredPlace DEV = new MonitoredPlace("https://git.example.com/config", "shop", "dev", "");

    private final AlertDefinition alert = new AlertDefinition(" team ", "slack", "team-webhook");

    @Test
    void isAboutEverythingWhereNothingIsNamed() {
        assertThat(alert.problem()).isEmpty();
        assertThat(alert.getName()).isEqualTo("team");
        assertThat(alert.format()).contains(AlertFormat.SLACK);
        assertThat(alert.isAbout(PROD)).isTrue();
    }

    @Test
    void isAboutWhatIsNamedAlone() {
        alert.setApplications("blog\n shop \n");
        alert.setEnvironments("prod");
        assertThat(alert.getApplications()).isEqualTo("blog\nshop");
        assertThat(alert.isAbout(PROD)).isTrue();
        assertThat(alert.isAbout(DEV)).isFalse();
        alert.setApplications("blog");
        assertThat(alert.isAbout(PROD)).isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(new AlertDefinition("", "slack", "team-webhook").problem()).startsWith("A name is");
        assertThat(new AlertDefinition("team", "pager", "team-webhook").problem())
                .isEqualTo("Give what the webhook takes: json, slack or teams.");
        assertThat(new AlertDefinition("team", "teams", " ").problem())
                .isEqualTo("Choose the secret text that is the webhook's URL.");
    }
}
