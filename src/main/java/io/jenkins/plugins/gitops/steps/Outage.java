package io.jenkins.plugins.gitops.steps;

import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.git.GitException;
import java.time.Duration;

/** Servers that cannot be asked at the moment. */
final class Outage {
    /** How long they are given, where somebody waits anyway. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** When they are asked again. */
    static final Duration PAUSE = Duration.ofSeconds(15);

    private Outage() {}

    /** Whether waiting may mend a failure. */
    static boolean isBehind(Throwable failure) {
        boolean ofForge = failure instanceof ForgeException forge
                && (forge.tryAgainAt().isPresent() || forge.reason() == ForgeException.Reason.UNREACHABLE);
        return ofForge || GitException.mayPass(failure);
    }

    /** Whether credentials were refused: those of an hour ago may have been replaced. */
    static boolean isRefusal(Throwable failure) {
        boolean byForge =
                failure instanceof ForgeException forge && forge.reason() == ForgeException.Reason.UNAUTHORIZED;
        return byForge
                || GitException.behind(failure)
                        .filter(git -> git.reason() == GitException.Reason.UNAUTHORIZED)
                        .isPresent();
    }
}
