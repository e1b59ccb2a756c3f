package io.jenkins.plugins.gitops.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertFormatTest {
    private static final String DASHBOARD = "https://jenkins.example.com/gitops/";
    private static final JsonMapper JSON = new JsonMapper();

    private static Alert alert(boolean over, List<AlertedDrift> drifts, int open) {
        return new Alert(over, Drifts.PROD, ManualTime.START.plusSeconds(10), drifts, 0, open, false);
    }

    private static AlertedDrift web() {
        return AlertedDrift.of(Drifts.drift(Drifts.changed("web"), Action.ALERT, 2), "");
    }

    private static void assertIs(String body, String expected) throws Exception {
        assertThat(JSON.readTree(body)).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void jsonTellsProgramsEverythingButValues() throws Exception {
        assertIs(AlertFormat.JSON.body(alert(false, List.of(web()), 1), DASHBOARD), """
                {
                  "event": "drift",
                  "time": "2026-05-01T12:00:10Z",
                  "repository": "https://git.example.com/config",
                  "application": "shop",
                  "environment": "prod",
                  "cluster": "east",
                  "text": "shop/prod on cluster east has drifted: 1 resource",
                  "drifts": [{
                    "resource": {"group": "", "kind": "ConfigMap", "namespace": "shop", "name": "web"},
                    "kinds": ["config"],
                    "fields": ["/data/value"],
                    "moreFields": 0,
                    "by": {"who": "person", "manager": "kubectl-edit"},
                    "action": "alert",
                    "firstSeen": "2026-05-01T12:00:00Z",
                    "count": 2,
                    "note": "",
                    "over": false
                  }],
                  "more": 0,
                  "open": 1,
                  "heldBack": false,
                  "dashboard": "https://jenkins.example.com/gitops/"
                }
                """);
    }

    @Test
    void slackHasATextAndBlocks() throws Exception {
        assertIs(AlertFormat.SLACK.body(alert(false, List.of(web()), 3), DASHBOARD), """
                {
                  "text": "shop/prod on cluster east has drifted: 1 resource, 3 altogether",
                  "blocks": [
                    {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
                      "text": ":warning: shop/prod on cluster east has drifted: 1 resource, 3 altogether"}},
                    {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
                      "text": "• ConfigMap shop/web: config (/data/value) by kubectl-edit (person), since 2026-05-01 12:00:00 UTC, 2 times"}},
                    {"type": "context", "elements": [{"type": "mrkdwn", "verbatim": true,
                      "text": "<https://jenkins.example.com/gitops/|Dashboard>"}]}
                  ]
                }
                """);
    }

    @Test
    void teamsHasAnAdaptiveCard() throws Exception {
        assertIs(AlertFormat.TEAMS.body(alert(true, List.of(web().ended()), 0), DASHBOARD), """
                {
                  "type": "message",
                  "attachments": [{
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": {
                      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                      "type": "AdaptiveCard",
                      "version": "1.4",
                      "body": [
                        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "weight": "bolder", "color": "good",
                          "text": "The drift of shop/prod on cluster east is over: 1 resource"}]},
                        {"type": "RichTextBlock", "inlines": [{"type": "TextRun",
                          "text": "ConfigMap shop/web: config (/data/value) by kubectl-edit (person), first seen 2026-05-01 12:00:00 UTC, 2 times"}]}
                      ],
                      "actions": [{"type": "Action.OpenUrl", "title": "Dashboard", "url": "https://jenkins.example.com/gitops/"}]
                    }
                  }]
                }
                """);
    }

    @Test
    void thereIsNoLinkWhereNobodyKnowsIt() {
        Alert alert = alert(false, List.of(web()), 1);
        assertThat(AlertFormat.SLACK.body(alert, "")).doesNotContain("Dashboard");
        assertThat(AlertFormat.TEAMS.body(alert, "")).doesNotContain("actions");
    }

    @Test
    void saysWhatWasHeldBackAndWhatWasOverBefore() throws Exception {
        Alert alert = new Alert(false, Drifts.PROD, ManualTime.START, List.of(web().ended()), 7, 0, true);
        JsonNode slack = JSON.readTree(AlertFormat.SLACK.body(alert, ""));
        assertThat(slack.at("/text").asText())
                .isEqualTo("shop/prod on cluster east had drifted for a while: 8 resources");
        assertThat(slack.at("/blocks/1/text/text").asText()).contains("over already", "… and 7 more");
        assertThat(slack.at("/blocks/2/elements/0/text").asText()).startsWith("Held back");
    }

    @Test
    void slackIsNotToldMarkupOfOthers() throws Exception {
        DriftRecord drift = new DriftRecord(
                Drifts.changed("web"),
                new Attribution.Person("<!channel> & <https://evil.example.com|here>"),
                Action.ALERT,
                ManualTime.START,
                ManualTime.START,
                1);
        Alert alert = alert(false, List.of(AlertedDrift.of(drift, "a <b> note")), 1);
        String text = JSON.readTree(AlertFormat.SLACK.body(alert, DASHBOARD))
                .at("/blocks/1/text/text")
                .asText();
        assertThat(text)
                .contains("&lt;!channel&gt; &amp; &lt;https://evil.example.com|here&gt;", "a &lt;b&gt; note")
                .doesNotContain("<", ">");
    }

    @ParameterizedTest
    @EnumSource(AlertFormat.class)
    void tellsNoValues(AlertFormat format) {
        ResourceDiff secret = new Differ(List.of()).compare(secret("c3dvcmRmaXNo"), secret("aHVudGVyMg=="));
        List<AlertedDrift> drifts = List.of(AlertedDrift.of(Drifts.drift(secret, Action.ALERT), ""), web());
        assertThat(format.body(alert(false, drifts, 2), DASHBOARD))
                .contains("Secret", "/data/password")
                .doesNotContain("c3dvcmRmaXNo", "swordfish", "aHVudGVyMg==", "hunter2", "blue", "red\"");
    }

    private static Resource secret(String value) {
        return Clusters.resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: shop}
                data: {password: %s}
                """.formatted(value));
    }

    @ParameterizedTest
    @EnumSource(AlertFormat.class)
    void isOfBoundedLength(AlertFormat format) throws Exception {
        String long100k = "&<\u202e\n".repeat(25_000);
        DriftRecord drift = new DriftRecord(
                Drifts.changed("web"),
                new Attribution.Unknown(long100k),
                Action.ALERT,
                ManualTime.START,
                ManualTime.START,
                1);
        MonitoredPlace place = new MonitoredPlace("https://git.example.com/config", "a".repeat(1000), "prod", long100k);
        List<AlertedDrift> drifts = Collections.nCopies(50, AlertedDrift.of(drift, long100k));
        String body = format.body(new Alert(false, place, ManualTime.START, drifts, 1_000_000, 9, true), DASHBOARD);
        if (format == AlertFormat.SLACK) {
            for (JsonNode block : JSON.readTree(body).at("/blocks")) {
                assertThat(block.at("/text/text").asText().length()).isLessThanOrEqualTo(3000);
            }
        } else if (format == AlertFormat.TEAMS) {
            assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThan(28_000);
        } else {
            assertThat(body.length()).isLessThan(250_000);
        }
        assertThat(body).doesNotContain("\u202e");
    }

    @Test
    void isFoundByItsKey() {
        assertThat(Map.of("json", AlertFormat.JSON, "slack", AlertFormat.SLACK, "teams", AlertFormat.TEAMS))
                .allSatisfy((key, format) -> assertThat(AlertFormat.of(key)).contains(format));
        assertThat(AlertFormat.of("pager")).isEmpty();
    }
}
