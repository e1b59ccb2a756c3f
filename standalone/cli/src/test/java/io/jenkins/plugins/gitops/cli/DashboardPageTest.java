package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard shows in a real browser, against what the board was told. */
class DashboardPageTest {
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";
    private static final MonitoredPlace PROD =
            new MonitoredPlace("https://git.example.com/config", "shop", "prod", "east");
    private static final MonitoredPlace DEV =
            new MonitoredPlace("https://git.example.com/config", "shop", "dev", "west");
    private static final String CELLS = "[...document.querySelectorAll('.gitops-cell')]";

    @TempDir
    private static Path folder;

    private final Board board = new Board();
    private DashboardServer server;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        Path executable = Browser.installed().orElse(null);
        if (executable == null && Boolean.getBoolean("testbed.required")) {
            throw new AssertionError("The dashboard's tests need chromium");
        }
        assumeTrue(executable != null, "no chromium on this machine");
        server = DashboardServer.start(0, board, () -> "up 1\n");
        browser = Browser.open(executable, folder.resolve("profile" + System.nanoTime()), server.url(), 1280);
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static ResourceDiff settings(String live) {
        return new Differ(List.of()).compare(configMap("blue"), configMap(live));
    }

    private static Resource configMap(String colour) {
        return Resource.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "settings", "namespace", "shop"),
                "data",
                Map.of("colour", colour)));
    }

    private static DriftRecord drift(ResourceDiff diff) {
        Instant now = Instant.now();
        return new DriftRecord(diff, new Attribution.Person("kubectl-edit"), Action.ALERT, now, now, 1);
    }

    private void tell(MonitorEvent event) {
        board.accept(event);
        browser.await("document.querySelector('.gitops-dashboard').dataset.version == '" + board.version() + "'");
    }

    private String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector(\"" + selector + "\").innerText")
                .asText();
    }

    @Test
    void saysWhatToExpectWhereThereIsNothingYet() throws Exception {
        browser.await("document.body.innerText.includes('No environments yet')");
        assertThat(text("main")).contains("They appear as soon as", "Nothing has happened yet");
    }

    @Test
    void showsADriftItsFieldsAndItsEndWithoutBeingAsked() throws Exception {
        tell(new MonitorEvent.Seen(Instant.now(), DEV, "c0ffee11", 3));
        tell(new MonitorEvent.Seen(Instant.now(), PROD, "c0ffee11", 4));
        assertThat(text("thead")).contains("dev", "prod");
        assertThat(text("tbody")).contains("In sync", "4 objects", "c0ffee1");

        DriftRecord drift = drift(settings(HOSTILE));
        tell(new MonitorEvent.Drifted(Instant.now(), PROD, "c0ffee11", drift));
        assertThat(text("tbody")).contains("Drifted", "1 drift");
        assertThat(text(".gitops-summary")).contains("Drifted 1", "In sync 1");

        browser.evaluate(CELLS + ".find(cell => cell.innerText.includes('Drifted')).click()");
        browser.await("document.querySelector('details.gitops-drift') !== null");
        browser.evaluate("document.querySelector('details.gitops-drift summary').click()");
        browser.await("document.querySelector('.gitops-live') !== null");
        assertThat(text("details.gitops-drift summary"))
                .contains("ConfigMap/shop/settings", "config", "by kubectl-edit (person)");
        assertThat(text(".gitops-field code")).isEqualTo("/data/colour");
        assertThat(text(".gitops-desired")).isEqualTo("− Git: blue");
        assertThat(text(".gitops-live")).isEqualTo("+ Cluster: " + HOSTILE);
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("GitOps Stages");

        tell(new MonitorEvent.Resolved(Instant.now(), PROD, drift, false));
        assertThat(text("section")).contains("Runs what Git says.");
        assertThat(text(".gitops-scroll:last-of-type tbody")).contains("resolved", "shop prod");
    }

    @Test
    void filtersByNameAndState() throws Exception {
        tell(new MonitorEvent.Seen(Instant.now(), DEV, "c0ffee11", 3));
        tell(new MonitorEvent.Unknown(Instant.now(), PROD, List.of("east cannot be reached")));

        browser.evaluate("document.querySelector('select').value = 'unknown';"
                + "document.querySelector('select').dispatchEvent(new Event('change'))");
        assertThat(browser.evaluate(CELLS + ".length").asInt()).isEqualTo(1);
        assertThat(text("ul")).contains("Cluster east: east cannot be reached", "Cluster west: reachable");

        browser.evaluate("document.querySelector('input').value = 'nobody';"
                + "document.querySelector('input').dispatchEvent(new Event('input'))");
        assertThat(text("main")).contains("No environment matches the filter.");
    }

    @Test
    void isReadAloudAndUsedByKeyboard() throws Exception {
        tell(new MonitorEvent.Drifted(Instant.now(), PROD, "c0ffee11", drift(settings("red"))));

        assertThat(browser.accessible())
                .contains(
                        "button shop, prod, Drifted, 1 drift",
                        "searchbox Application or environment",
                        "columnheader prod",
                        "rowheader shop");
        browser.evaluate(CELLS + "[0].focus()");
        browser.evaluate("document.activeElement.click()");
        tell(new MonitorEvent.Unknown(Instant.now(), DEV, List.of("west cannot be reached")));
        assertThat(browser.evaluate("document.activeElement.className").asText())
                .as("focus stays where it was while the page follows")
                .isEqualTo("gitops-cell");
    }

    @Test
    void saysThatTheConnectionIsLost() throws Exception {
        tell(new MonitorEvent.Seen(Instant.now(), DEV, "c0ffee11", 3));
        assertThat(browser.evaluate("document.querySelector('[role=alert]').hidden")
                        .asBoolean())
                .isTrue();
        server.close();
        browser.await("!document.querySelector('[role=alert]').hidden");
        assertThat(text("[role=alert]")).contains("out of date");
        assertThat(text("tbody")).contains("In sync");
    }
}
