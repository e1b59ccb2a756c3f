package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Values as jq sees them. Whoever goes through a list or map of them looks at the clock at each step, so that no loop of
 * an expression can pass it by.
 */
final class JqTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JqTree() {}

    static JsonNode of(Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = new TimedObject();
            map.forEach((key, item) -> node.set(String.valueOf(key), of(item)));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode node = new TimedArray();
            list.forEach(item -> node.add(of(item)));
            return node;
        }
        return JSON.valueToTree(value);
    }

    /** What a function made of such values. */
    static JsonNode of(JsonNode made) {
        JqClock.check();
        if (made instanceof ObjectNode && !(made instanceof TimedObject)) {
            ObjectNode node = new TimedObject();
            made.properties().forEach(entry -> node.set(entry.getKey(), of(entry.getValue())));
            return node;
        }
        if (made instanceof ArrayNode && !(made instanceof TimedArray)) {
            ArrayNode node = new TimedArray();
            made.elements().forEachRemaining(item -> node.add(of(item)));
            return node;
        }
        return made;
    }

    private record Timed<T>(Iterator<T> items) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public T next() {
            JqClock.check();
            return items.next();
        }
    }

    @SuppressWarnings("unchecked") // as deepCopy() of its parent is
    private static final class TimedObject extends ObjectNode {
        private static final long serialVersionUID = 1;

        private TimedObject() {
            super(JsonNodeFactory.instance);
        }

        @Override
        @SuppressWarnings("deprecation") // it is the one that jq's engine calls
        public Iterator<Map.Entry<String, JsonNode>> fields() {
            return new Timed<>(super.fields());
        }

        @Override
        public Iterator<String> fieldNames() {
            return new Timed<>(super.fieldNames());
        }

        @Override
        public Iterator<JsonNode> elements() {
            return new Timed<>(super.elements());
        }
    }

    @SuppressWarnings("unchecked") // as deepCopy() of its parent is
    private static final class TimedArray extends ArrayNode {
        private static final long serialVersionUID = 1;

        private TimedArray() {
            super(JsonNodeFactory.instance);
        }

        @Override
        public Iterator<JsonNode> elements() {
            return new Timed<>(super.elements());
        }

        @Override
        public JsonNode get(int index) {
            JqClock.check();
            return super.get(index);
        }
    }
}
