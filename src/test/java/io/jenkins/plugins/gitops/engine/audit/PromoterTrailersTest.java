package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.GitCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read as gitops-promoter does: by {@code git interpret-trailers}, of the whole message. */
class PromoterTrailersTest {
    private static final String ACTIVE = "a".repeat(40);
    private static final String PROPOSED = "b".repeat(40);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");

    @TempDir
    private Path folder;

    private List<String> read(PromoterTrailers trailers) {
        Trailers ours = Trailers.of("shop", "prod", "1.4.2", null);
        String message = trailers.appendTo(Trailers.append("Promote shop\n\nNote: this is prose.", List.of(ours)));
        assertThat(message).contains("Gitops-Version: 1.4.2\n");
        return GitCommand.in(folder)
                .run(message.getBytes(StandardCharsets.UTF_8), "interpret-trailers", "--only-trailers")
                .lines()
                .filter(line -> !line.startsWith("Gitops-"))
                .toList();
    }

    private static NoteRecord gate(String name, String verdict, String reason) {
        return NoteRecord.gate(PROPOSED, "shop", "prod", name, verdict, NOON)
                .from("Jenkins", "https://ci.example.com/job/shop/17/")
                .because(reason, "", List.of());
    }

    @Test
    void tellAPullRequestAndItsGates() {
        PromoterTrailers trailers = PromoterTrailers.of(
                ACTIVE,
                PROPOSED,
                new PromoterTrailers.PullRequest(
                        "12", "https://git.example.com/pulls/12", "next", "env/prod", NOON.plusSeconds(60)),
                List.of(gate("soak", "OPEN", "1 h \"dev\""), gate("who may?", "CLOSED", "")));

        assertThat(read(trailers))
                .containsExactly(
                        "Pull-request-id: 12",
                        "Pull-request-source-branch: next",
                        "Pull-request-target-branch: env/prod",
                        "Pull-request-merge-time: 2026-03-01T12:01:00Z",
                        "Pull-request-url: https://git.example.com/pulls/12",
                        "Commit-status-proposed-soak-phase: success",
                        "Commit-status-proposed-soak-url: https://ci.example.com/job/shop/17/",
                        "Commit-status-proposed-soak-description: \"1 h \\\"dev\\\"\"",
                        "Commit-status-proposed-who-may--phase: pending",
                        "Commit-status-proposed-who-may--url: https://ci.example.com/job/shop/17/",
                        "Sha-hydrated-active: " + ACTIVE,
                        "Sha-hydrated-proposed: " + PROPOSED);
    }

    @Test
    void leaveOutWhatThereIsNot() {
        PromoterTrailers trailers = PromoterTrailers.of(ACTIVE, null, null, List.of());
        assertThat(read(trailers)).containsExactly("Sha-hydrated-active: " + ACTIVE);
    }

    @Test
    void theLastStatusOfAGateStands() {
        PromoterTrailers trailers = PromoterTrailers.of(
                ACTIVE, PROPOSED, null, List.of(gate("soak", "CLOSED", "too soon"), gate("soak", "OPEN", "")));
        assertThat(trailers.values())
                .containsEntry("Commit-status-proposed-soak-phase", "success")
                .doesNotContainKey("Commit-status-proposed-soak-description");
    }
}
