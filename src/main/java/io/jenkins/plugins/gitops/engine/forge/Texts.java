package io.jenkins.plugins.gitops.engine.forge;

/** Titles, bodies and descriptions, made to fit what a host takes. */
final class Texts {
    private static final int LONGEST_TITLE = 255;
    private static final String FENCE = "```";
    private static final String CUT = "\n\n*Cut here: the host takes no longer text. The build has all of it.*\n";

    private Texts() {}

    static String title(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line(line.isEmpty() ? "Promotion" : line, LONGEST_TITLE);
    }

    static String line(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, whole(text, longest - 1)) + "…";
    }

    /** A body in full, or its beginning to the end of a line, with a code block that was open closed. */
    static String body(String text, ForgeKind kind) {
        if (text.length() <= kind.longestBody()) {
            return text;
        }
        int room = kind.longestBody() - CUT.length() - FENCE.length() - 1;
        int end = text.lastIndexOf('\n', room);
        String kept = text.substring(0, whole(text, end > 0 ? end : room));
        long fences = kept.lines().filter(line -> line.startsWith(FENCE)).count();
        return kept + (fences % 2 == 1 ? "\n" + FENCE : "") + CUT;
    }

    /** A length at which no pair of surrogates is torn apart. */
    private static int whole(String text, int length) {
        return Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    }

    /** Whether a host that keeps line ends in its own way, and trims, has this text. */
    static boolean same(String ours, String theirs) {
        return plain(ours).equals(plain(theirs));
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }
}
