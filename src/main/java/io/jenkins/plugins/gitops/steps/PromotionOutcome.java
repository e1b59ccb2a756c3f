package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.console.HyperlinkNote;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.PromotionVerdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletionException;

/** What became of a promotion, as a step takes it. */
final class PromotionOutcome {
    private PromotionOutcome() {}

    /** The result of what is complete; a failure that tells its own reason is thrown as it is. */
    static <T> T of(@CheckForNull T result, @CheckForNull Throwable failure) throws IOException {
        if (result != null) {
            return result;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IOException told) {
            throw told;
        }
        throw new IllegalStateException(cause);
    }

    static boolean isThere(PromotionResult result) {
        return result.verdict() == PromotionVerdict.PROMOTED || result.verdict() == PromotionVerdict.UNCHANGED;
    }

    static void tell(PromotionResult result, PrintStream log) {
        log.println(result.verdict() + " on " + result.branch() + " of " + link(result.repository()) + ": "
                + result.reason());
        result.files().forEach(file -> log.println("  " + file));
    }

    /** A repository's address as the log shows it: a link where a browser can follow it. */
    private static String link(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? HyperlinkNote.encodeTo(url, url) : url;
    }
}
