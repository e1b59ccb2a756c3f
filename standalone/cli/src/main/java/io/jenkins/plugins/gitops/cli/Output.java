package io.jenkins.plugins.gitops.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintWriter;
import java.util.regex.Pattern;

/** Where answers and messages go: the answer to standard output, everything else to standard error. */
final class Output {
    private static final ObjectMapper JSON = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    /** Controls but for ends of lines and tabs, and what turns the direction of a text. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    private final boolean watched;

    Output(PrintWriter out, PrintWriter err, boolean json, boolean watched) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.watched = watched;
    }

    /** Whether the answer is for programs. */
    boolean isJson() {
        return json;
    }

    /** Begins something that may take longer than a second. */
    Progress progress(String doing) {
        return Progress.begin(err, doing, watched);
    }

    /** One JSON document, for programs. */
    void document(Object value) {
        out.println(write(PRETTY, value));
        out.flush();
    }

    /**
     * One JSON document on one line, as one of many.
     *
     * @return whether there is still somebody to read it
     */
    synchronized boolean line(Object value) {
        out.println(write(JSON.writer(), value));
        out.flush();
        // standard output keeps its troubles to itself, whoever writes to it
        return !out.checkError() && !System.out.checkError();
    }

    /** A line of the answer, for people. */
    void say(String text) {
        out.println(plain(text));
        out.flush();
    }

    /** A message beside the answer. */
    void note(String text) {
        err.println(plain(text));
        err.flush();
    }

    /** Without what a terminal obeys: much of a text is from commits, manifests and servers. */
    static String plain(String text) {
        return CONTROLS.matcher(text).replaceAll("\uFFFD");
    }

    /** A value on one line, for people. */
    static String inline(Object value) {
        return write(JSON.writer(), value);
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        }
    }
}
