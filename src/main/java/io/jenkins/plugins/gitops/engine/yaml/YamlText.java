package io.jenkins.plugins.gitops.engine.yaml;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Alias;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Span;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A file's text and the documents in it, built from SnakeYAML's events: unlike its own nodes these know an alias from
 * what it points to, and nothing is ever constructed from a tag.
 *
 * @param events the events that were read, in order
 */
record YamlText(String file, String text, List<YamlNode> documents, List<Event> events) {
    private static final long RETRIED_BYTES = 50_000_000;

    /**
     * Reads a text in UTF-8.
     *
     * @throws YamlProblem where it is no YAML, or over a limit
     */
    static YamlText parse(String file, byte[] bytes, YamlLimits limits) throws YamlProblem {
        if (bytes.length > limits.bytes()) {
            throw new YamlProblem(
                    file, new Position(1, 1), bytes.length + " bytes", "at most " + limits.bytes() + " bytes");
        }
        String text = decode(file, bytes);
        StringBuilder parsed = new StringBuilder(text);
        long retries = Math.min(500, RETRIED_BYTES / (bytes.length + 1));
        while (true) {
            try {
                return parse(file, text, parsed.toString(), limits);
            } catch (MarkedYAMLException e) {
                Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
                if (retries-- <= 0 || !separationByTabs(parsed, mark)) {
                    throw new YamlProblem(file, position(mark), "what is no YAML: " + problem(e), expectation(e));
                }
            } catch (ReaderException e) {
                throw new YamlProblem(
                        file,
                        positionAt(text, e.getPosition()),
                        String.format("the character U+%04X", e.getCodePoint()),
                        "a printable character");
            } catch (YAMLException e) {
                throw new YamlProblem(file, new Position(1, 1), "what is no YAML: " + e.getMessage(), "YAML");
            }
        }
    }

    private static YamlText parse(String file, String text, String parsed, YamlLimits limits) throws YamlProblem {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.bytes());
        List<Event> events = new ArrayList<>();
        Iterator<Event> read = new Yaml(options).parse(new StringReader(parsed)).iterator();
        List<YamlNode> documents = new Builder(file, limits, events, read).documents();
        return new YamlText(file, text, documents, events);
    }

    /**
     * YAML allows tabs between a value and its comment, SnakeYAML does not always: there they are read as spaces, which
     * moves no position. Never in indentation.
     */
    private static boolean separationByTabs(StringBuilder text, Mark mark) {
        if (mark == null) {
            return false;
        }
        int at = text.offsetByCodePoints(0, mark.getIndex());
        if (at >= text.length() || text.charAt(at) != '\t') {
            return false;
        }
        int lineStart = Math.max(text.lastIndexOf("\n", at), text.lastIndexOf("\r", at)) + 1;
        int end = at;
        while (end < text.length() && (text.charAt(end) == '\t' || text.charAt(end) == ' ')) {
            end++;
        }
        boolean nothingFollows = end == text.length() || "#\r\n".indexOf(text.charAt(end)) >= 0;
        if (!nothingFollows && text.substring(lineStart, at).isBlank()) {
            return false;
        }
        text.replace(at, end, " ".repeat(end - at));
        return true;
    }

    /** The parser's words, without the name of a tag, which may be a text that lacks its quotes. */
    private static String problem(MarkedYAMLException e) {
        return String.valueOf(e.getProblem()).replaceFirst("(?s)(tag handle|alias|anchor) .*", "$1");
    }

    private static String expectation(MarkedYAMLException e) {
        return e.getContext() == null ? "YAML" : "YAML (" + e.getContext() + ")";
    }

    private static String decode(String file, byte[] bytes) throws YamlProblem {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var result = decoder.decode(in, out, true);
        out.flip();
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            String before = out.toString();
            Position position = positionAt(before, before.codePointCount(0, before.length()));
            throw new YamlProblem(file, position, "a byte that is no UTF-8", "text in UTF-8");
        }
        return out.toString();
    }

    private static Position position(Mark mark) {
        return mark == null ? new Position(1, 1) : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Span span(Event first, Event last) {
        return new Span(first.getStartMark().getIndex(), last.getEndMark().getIndex(), position(first.getStartMark()));
    }

    private static Position positionAt(String text, int codePoint) {
        int line = 1;
        int column = 1;
        int end = text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        for (int at = 0; at < end; at = text.offsetByCodePoints(at, 1)) {
            column++;
            if (text.charAt(at) == '\n') {
                line++;
                column = 1;
            }
        }
        return new Position(line, column);
    }

    /** Makes nodes of events, counting what aliases would unfold to without unfolding them. */
    private static final class Builder {
        private record Anchored(YamlNode node, long weight) {}

        private static final Anchored OPEN = new Anchored(null, 0);

        private final String file;
        private final YamlLimits limits;
        private final List<Event> events;
        private final Iterator<Event> read;
        private final Map<String, Anchored> anchors = new HashMap<>();
        private long values;

        private Builder(String file, YamlLimits limits, List<Event> events, Iterator<Event> read) {
            this.file = file;
            this.limits = limits;
            this.events = events;
            this.read = read;
        }

        private List<YamlNode> documents() throws YamlProblem {
            List<YamlNode> documents = new ArrayList<>();
            while (read.hasNext()) {
                if (next().is(Event.ID.DocumentStart)) {
                    anchors.clear();
                    documents.add(node(next(), 0));
                }
            }
            return List.copyOf(documents);
        }

        private Event next() {
            Event event = read.next();
            events.add(event);
            return event;
        }

        private YamlNode node(Event event, int depth) throws YamlProblem {
            count(event, 1);
            if (depth > limits.depth()) {
                throw new YamlProblem(
                        file,
                        position(event.getStartMark()),
                        "maps and lists nested " + depth + " deep",
                        "at most " + limits.depth());
            }
            if (event instanceof AliasEvent alias) {
                return alias(alias);
            }
            long before = values;
            if (event instanceof ScalarEvent scalar) {
                Scalar node = new Scalar(
                        span(event, event),
                        scalar.getValue(),
                        scalar.getScalarStyle(),
                        scalar.getTag(),
                        scalar.getAnchor());
                return anchored(scalar.getAnchor(), node, before);
            }
            if (event instanceof SequenceStartEvent start) {
                return sequence(start, depth, before);
            }
            return mapping((MappingStartEvent) event, depth, before);
        }

        private YamlNode sequence(SequenceStartEvent start, int depth, long before) throws YamlProblem {
            open(start.getAnchor());
            List<YamlNode> items = new ArrayList<>();
            Event event = next();
            while (!event.is(Event.ID.SequenceEnd)) {
                items.add(node(event, depth + 1));
                event = next();
            }
            Sequence node = new Sequence(span(start, event), items, start.isFlow(), start.getAnchor());
            return anchored(start.getAnchor(), node, before);
        }

        private YamlNode mapping(MappingStartEvent start, int depth, long before) throws YamlProblem {
            open(start.getAnchor());
            List<Entry> entries = new ArrayList<>();
            Event event = next();
            while (!event.is(Event.ID.MappingEnd)) {
                YamlNode key = node(event, depth + 1);
                if (!(key.target() instanceof Scalar name)) {
                    throw new YamlProblem(file, key.position(), key.kind() + " as a key", "a plain key");
                }
                Scalar here = new Scalar(key.span(), name.text(), name.style(), name.tag(), null);
                Entry entry = new Entry(here, node(next(), depth + 1));
                requireMaps(entry);
                entries.add(entry);
                event = next();
            }
            Mapping node = new Mapping(span(start, event), entries, start.isFlow(), start.getAnchor());
            return anchored(start.getAnchor(), node, before);
        }

        private void requireMaps(Entry entry) throws YamlProblem {
            if (!entry.merge()) {
                return;
            }
            YamlNode value = entry.value().target();
            List<YamlNode> parts = value instanceof Sequence list ? list.items() : List.of(value);
            for (YamlNode part : parts) {
                if (!(part.target() instanceof Mapping)) {
                    throw new YamlProblem(file, part.position(), part.kind() + " to merge", "a map");
                }
            }
        }

        private YamlNode alias(AliasEvent event) throws YamlProblem {
            Anchored anchored = anchors.get(event.getAnchor());
            if (anchored == null) {
                throw new YamlProblem(
                        file, position(event.getStartMark()), "an alias to nothing", "its anchor above it, or quotes");
            }
            if (anchored == OPEN) {
                throw new YamlProblem(
                        file,
                        position(event.getStartMark()),
                        "an alias inside its own anchor",
                        "an alias to what is complete");
            }
            count(event, anchored.weight());
            return new Alias(span(event, event), event.getAnchor(), anchored.node());
        }

        private void open(String anchor) {
            if (anchor != null) {
                anchors.put(anchor, OPEN);
            }
        }

        private YamlNode anchored(String anchor, YamlNode node, long before) {
            if (anchor != null) {
                anchors.put(anchor, new Anchored(node, values - before + 1));
            }
            return node;
        }

        private void count(Event event, long more) throws YamlProblem {
            values += more;
            if (values > limits.values()) {
                throw new YamlProblem(
                        file,
                        position(event.getStartMark()),
                        "more than " + limits.values() + " values once aliases are written out",
                        "a file that stands for fewer");
            }
        }
    }
}
