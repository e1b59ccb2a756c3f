package io.jenkins.plugins.gitops.engine.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final String URL = "https://git.example.com/config";
    private static final MonitoredPlace PROD = new MonitoredPlace(URL, "shop", "prod", "east");
    private static final MonitoredPlace DEV = new MonitoredPlace(URL, "shop", "dev", "west");
    private static final MonitoredPlace REPOSITORY = new MonitoredPlace(URL, "", "", "");
    private static final ResourceDiff RED = differs("settings");

    private final Board board = new Board();

    private static ResourceDiff differs(String name) {
        return new Differ(List.of())
                .compare(Clusters.configMap("shop", name, "blue"), Clusters.configMap("shop", name, "red"));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static DriftRecord drift(ResourceDiff diff, int count) {
        return new DriftRecord(diff, new Attribution.Person("kubectl-edit"), Action.HEAL, at(1), at(count), count);
    }

    private JsonNode board() throws Exception {
        return new JsonMapper().readTree(board.json(place -> true));
    }

    private JsonNode prod() throws Exception {
        return board().at("/environments/0");
    }

    @Test
    void isEmptyBeforeAnythingWasTold() throws Exception {
        assertThat(board()).hasToString("{\"version\":0,\"environments\":[],\"repositories\":[],\"timeline\":[]}");
    }

    @Test
    void anEnvironmentGoesFromSeenToDriftedAndBack() throws Exception {
        board.accept(new MonitorEvent.Seen(at(0), PROD, "c0ffee", 7));
        assertThat(prod().at("/state").asText()).isEqualTo("synced");
        assertThat(prod().at("/objects").asInt()).isEqualTo(7);
        assertThat(prod().at("/revision").asText()).isEqualTo("c0ffee");

        board.accept(new MonitorEvent.Drifted(at(5), PROD, "c0ffee", drift(RED, 1)));
        assertThat(prod().at("/state").asText()).isEqualTo("drifted");
        assertThat(prod().at("/since").asText()).isEqualTo(at(5).toString());
        JsonNode drift = prod().at("/drifts/0");
        assertThat(drift.at("/resource").asText()).isEqualTo("ConfigMap/shop/settings");
        assertThat(drift.at("/kinds/0").asText()).isEqualTo("config");
        assertThat(drift.at("/who").asText()).isEqualTo("person");
        assertThat(drift.at("/manager").asText()).isEqualTo("kubectl-edit");
        assertThat(drift.at("/action").asText()).isEqualTo("heal");

        board.accept(new MonitorEvent.Resolved(at(9), PROD, drift(RED, 1), true));
        assertThat(prod().at("/state").asText()).isEqualTo("synced");
        assertThat(prod().at("/since").asText()).isEqualTo(at(9).toString());
        assertThat(prod().at("/drifts")).isEmpty();
    }

    @Test
    void whatCannotBeSeenIsUnknownUntilItIsSeenAgain() throws Exception {
        board.accept(new MonitorEvent.Drifted(at(1), PROD, "c0ffee", drift(RED, 1)));
        board.accept(new MonitorEvent.Unknown(at(2), PROD, List.of("The API server is away")));
        assertThat(prod().at("/state").asText()).isEqualTo("unknown");
        assertThat(prod().at("/reasons/0").asText()).isEqualTo("The API server is away");
        assertThat(prod().at("/drifts")).hasSize(1);

        board.accept(new MonitorEvent.Seen(at(3), PROD, "c0ffee", 7));
        assertThat(prod().at("/state").asText()).isEqualTo("drifted");
        assertThat(prod().at("/reasons")).isEmpty();
    }

    @Test
    void aDriftKeepsItsNumberAndWhatWasSaidOfIt() throws Exception {
        board.accept(new MonitorEvent.Drifted(at(1), PROD, "c0ffee", drift(RED, 1)));
        long number = prod().at("/drifts/0/number").asLong();
        board.accept(
                new MonitorEvent.Refused(at(2), PROD, Optional.of(RED.key()), "It was put back five times already"));
        board.accept(new MonitorEvent.Drifted(at(3), PROD, "c0ffee", drift(RED, 2)));
        assertThat(prod().at("/drifts/0/number").asLong()).isEqualTo(number);
        assertThat(prod().at("/drifts/0/note").asText()).isEqualTo("It was put back five times already");
        assertThat(prod().at("/drifts/0/count").asInt()).isEqualTo(2);
        assertThat(prod().at("/drifts")).hasSize(1);
    }

    @Test
    void theFieldsOfADriftAreAskedForByItsNumber() throws Exception {
        board.accept(new MonitorEvent.Drifted(at(1), PROD, "c0ffee", drift(RED, 1)));
        long number = prod().at("/drifts/0/number").asLong();

        JsonNode detail =
                new JsonMapper().readTree(board.drift(number, place -> true).orElseThrow());

        assertThat(detail.at("/environment").asText()).isEqualTo("prod");
        assertThat(detail.at("/fields/0/desired").asText()).isEqualTo("blue");
        assertThat(detail.at("/fields/0/live").asText()).isEqualTo("red");
        assertThat(board.drift(number + 1, place -> true)).isEmpty();
        assertThat(board.drift(number, place -> place.equals(DEV))).isEmpty();
    }

    @Test
    void showsWhatAReaderMaySee() throws Exception {
        board.accept(new MonitorEvent.Seen(at(0), PROD, "c0ffee", 7));
        board.accept(new MonitorEvent.Seen(at(1), DEV, "c0ffee", 7));

        JsonNode shown = new JsonMapper().readTree(board.json(place -> place.equals(DEV)));

        assertThat(shown.at("/environments")).hasSize(1);
        assertThat(shown.at("/environments/0/environment").asText()).isEqualTo("dev");
        assertThat(shown.at("/timeline")).hasSize(1);
        assertThat(shown.at("/repositories")).isEmpty();
    }

    @Test
    void aRepositoryIsInTroubleUntilItCouldBeRead() throws Exception {
        board.accept(new MonitorEvent.Unknown(at(0), REPOSITORY, List.of("No answer within 30 s")));
        assertThat(board().at("/repositories/0/trouble").asText()).isEqualTo("No answer within 30 s");
        assertThat(board().at("/environments")).isEmpty();

        board.accept(new MonitorEvent.Seen(at(1), PROD, "c0ffee", 7));
        assertThat(board().at("/repositories/0/trouble").asText()).isEmpty();
    }

    @Test
    void environmentsStandInGitsOrderAndGoWhenTheyAreDeclaredNoMore() throws Exception {
        board.accept(new MonitorEvent.Seen(at(0), PROD, "c0ffee", 7));
        board.accept(new MonitorEvent.Declared(at(1), REPOSITORY, List.of(DEV, PROD)));
        assertThat(board().at("/environments/0/environment").asText()).isEqualTo("dev");
        assertThat(board().at("/environments/0/state").asText()).isEqualTo("pending");
        assertThat(board().at("/environments/1/state").asText()).isEqualTo("synced");

        board.accept(new MonitorEvent.Declared(at(2), REPOSITORY, List.of(DEV)));
        board.accept(new MonitorEvent.Resolved(at(3), PROD, drift(RED, 1), false));
        assertThat(board().at("/environments")).hasSize(1);
        assertThat(board().at("/timeline")).hasSize(2);
    }

    @Test
    void theTimelineHasTheNewestFirstAndAnEnd() throws Exception {
        for (int i = 0; i < 600; i++) {
            board.accept(new MonitorEvent.Refused(at(i), PROD, Optional.of(RED.key()), "message " + i));
        }
        assertThat(board().at("/timeline")).hasSize(500);
        assertThat(board().at("/timeline/0/text").asText()).isEqualTo("message 599");
        assertThat(board().at("/timeline/0/event").asText()).isEqualTo("refused");
        assertThat(board.version()).isEqualTo(600);
    }
}
