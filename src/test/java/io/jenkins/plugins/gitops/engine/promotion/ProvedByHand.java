package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.GitRepositories;
import java.time.Instant;

/** Verdicts that git itself writes. */
final class ProvedByHand {
    private ProvedByHand() {}

    /** A commit of the repository {@code config} was live just now. */
    static void live(GitRepositories repositories, String commit, String application, String environment) {
        repositories
                .git("config")
                .run(
                        "notes",
                        "--ref",
                        "gitops",
                        "append",
                        "-m",
                        "{\"v\":1,\"type\":\"verdict\",\"commit\":\"" + commit + "\",\"application\":\"" + application
                                + "\",\"environment\":\"" + environment + "\",\"verdict\":\"LIVE\",\"time\":\""
                                + Instant.now() + "\"}",
                        commit);
    }
}
