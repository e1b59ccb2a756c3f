package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;

/**
 * A process that promotes one number after the other, and keeps no more than a Pipeline does: which promotion it is at,
 * and the parent of its first push. Made to be killed.
 */
final class PromotingProcess {
    private final Path state;

    private PromotingProcess(Path state) {
        this.state = state;
    }

    /** URL, folder of the mirrors, file of the state, number to stop before. */
    public static void main(String... arguments) throws Exception {
        PromotingProcess process = new PromotingProcess(Path.of(arguments[2]));
        System.out.println("started");
        try (Mirrors mirrors = new Mirrors(Path.of(arguments[1]))) {
            Mirror mirror = mirrors.open(new RepositoryAccess(GitUrl.of(arguments[0], GitUrl.Allowed.HTTP)));
            process.promoteUntil(mirror, Integer.parseInt(arguments[3]));
        }
    }

    private void promoteUntil(Mirror mirror, int end) throws Exception {
        Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
        String[] kept = Files.exists(state) ? Files.readString(state).split(" ") : new String[] {"0"};
        String recorded = kept.length > 1 ? kept[1] : null;
        for (int number = Integer.parseInt(kept[0]); number < end; number++) {
            int current = number;
            PromotionRequest request = new PromotionRequest(
                    "kill#" + number,
                    "main",
                    PromoterTest.tag("prod/app.yaml", "n" + number),
                    "Promote " + number,
                    Trailers.none(),
                    new Person("Process", "process@example.com"));
            PromotionResult result =
                    promoter.promote(mirror, request.withRecordedParent(recorded), new PromotionListener() {
                        @Override
                        public void pushing(String parent) throws IOException {
                            keep(current + " " + parent);
                        }
                    });
            if (result.verdict() != PromotionVerdict.PROMOTED) {
                throw new IllegalStateException(result.toString());
            }
            keep(Integer.toString(number + 1));
            recorded = null;
        }
    }

    private void keep(String content) throws IOException {
        Path fresh = state.resolveSibling("state.new");
        Files.writeString(fresh, content);
        Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
