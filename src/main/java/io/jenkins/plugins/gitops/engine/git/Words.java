package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** What a server or a library said, made fit for a log: one line, no control characters, not too long. */
public final class Words {
    private static final int LONGEST = 300;

    private Words() {}

    /** What a failure says, or its kind where it says nothing. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return of(message == null ? failure.getClass().getSimpleName() : message);
    }

    /** A text of unknown origin; null gives nothing. */
    public static String of(@CheckForNull String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
