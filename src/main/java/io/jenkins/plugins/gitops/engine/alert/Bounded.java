package io.jenkins.plugins.gitops.engine.alert;

/** Texts that others wrote, as one line of bounded length. */
final class Bounded {
    private Bounded() {}

    static String text(String text, int longest) {
        int end = Math.min(text.length(), longest);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String line =
                text.substring(0, end).replaceAll("\\p{Cntrl}|[\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", " ");
        return end < text.length() ? line + "…" : line;
    }
}
