package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogFileTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private static AuditEvent event(String text) {
        return new AuditEvent(Map.of("reason", text));
    }

    private List<String> reasons(Path file) throws Exception {
        List<String> reasons = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            reasons.add(JSON.readTree(line).at("/reason").asText());
        }
        return reasons;
    }

    @Test
    void aPromotionIsALine() throws Exception {
        Path file = folder.resolve("new/audit.jsonl");
        Trailers promotion = Trailers.of("shop", "prod", "1.4.2", "shop#17")
                .with(Trailer.FORCED, "order, hold")
                .with(Trailer.REASON, "urgent");
        AuditLog.file(file)
                .write(AuditEvent.of(promotion, "PROMOTED", "c".repeat(40), "Ada", Instant.EPOCH)
                        .at("https://ada:secret@example.com/config.git", "env/prod"));

        JsonNode line = JSON.readTree(Files.readString(file));
        assertThat(line)
                .hasToString("{\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"promotion\",\"application\":\"shop\","
                        + "\"environment\":\"prod\",\"verdict\":\"PROMOTED\",\"version\":\"1.4.2\",\"commit\":\""
                        + "c".repeat(40) + "\",\"by\":\"Ada\",\"build\":\"shop#17\",\"reason\":\"urgent\","
                        + "\"forced\":[\"order\",\"hold\"],"
                        + "\"repository\":\"https://example.com/config.git\",\"branch\":\"env/prod\"}");
    }

    @Test
    void aLargeFileMakesRoom() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        AuditLog log = new AuditLogFile(file, 60, 3);
        IntStream.range(0, 9).forEach(i -> log.write(event("number " + i)));

        assertThat(reasons(file)).containsExactly("number 8");
        assertThat(reasons(folder.resolve("audit.jsonl.1"))).containsExactly("number 6", "number 7");
        assertThat(reasons(folder.resolve("audit.jsonl.2"))).containsExactly("number 4", "number 5");
        assertThat(folder.resolve("audit.jsonl.3")).doesNotExist();
    }

    @Test
    void manyAtOnceWriteWholeLines() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        List<String> texts =
                IntStream.range(0, 50).mapToObj(i -> i + "x".repeat(500)).toList();
        CompletableFuture.allOf(texts.stream()
                        .map(text -> CompletableFuture.runAsync(
                                () -> AuditLog.file(file).write(event(text))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(reasons(file)).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void aDiskThatFailsIsNotTheCallersTrouble() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        AuditLog.file(file.resolve("below")).write(event("lost"));
        assertThat(Files.readString(file)).isEmpty();
    }
}
