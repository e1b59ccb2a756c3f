package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is known of the values at one place: of what form they are, when two of them are the same, and what the API server
 * puts where there is none. Shapes may be recursive (a JSON schema holds JSON schemas), so this is no record.
 */
final class Shape {
    enum Form {
        /** A value of any form, or an object with known fields. */
        VALUE,
        /** An object whose keys are data: limits, a ConfigMap's data. */
        MAP,
        /** Labels or annotations, among them what tools keep for themselves. */
        BOOKKEEPING,
        /** A list of values without order or repetition. */
        SET,
        /** Not compared. */
        IGNORED
    }

    private static final DefaultValue NO_DEFAULT = siblings -> null;

    /** A value of a kind nothing is known of: of a custom resource. */
    static final Shape UNKNOWN = new Shape(Form.VALUE, Scalar.PLAIN, false, Map.of());
    /** A field of a known kind that needs no further knowledge. */
    static final Shape PLAIN = new Shape(Form.VALUE, Scalar.PLAIN, true, Map.of());
    /** An element of a list, or a value under a free key: there the empty string is a value too. */
    static final Shape ELEMENT =
            new Shape(Form.VALUE, Scalar.PLAIN, true, Map.of(), PLAIN, List.of(), false, false, true, NO_DEFAULT);

    private final Form form;
    private final Scalar scalar;
    private final boolean typed;
    private final Map<String, Shape> fields;
    private final Shape element;
    private final List<String> keys;
    private final boolean ordered;
    private final boolean zero;
    private final boolean exact;
    private final DefaultValue otherwise;

    private Shape(Form form, Scalar scalar, boolean typed, Map<String, Shape> fields) {
        this(form, scalar, typed, fields, null, List.of(), false, false, false, NO_DEFAULT);
    }

    Shape(
            Form form,
            Scalar scalar,
            boolean typed,
            Map<String, Shape> fields,
            @CheckForNull Shape element,
            List<String> keys,
            boolean ordered,
            boolean zero,
            boolean exact,
            @CheckForNull DefaultValue otherwise) {
        this.form = form;
        this.scalar = scalar;
        this.typed = typed;
        this.fields = fields;
        this.element = element;
        this.keys = keys;
        this.ordered = ordered;
        this.zero = zero;
        this.exact = exact;
        this.otherwise = otherwise == null ? NO_DEFAULT : otherwise;
    }

    Form form() {
        return form;
    }

    Scalar scalar() {
        return scalar;
    }

    /** Of one field of an object. */
    Shape field(String name) {
        if (form == Form.MAP || form == Form.BOOKKEEPING) {
            return element();
        }
        Shape field = fields.get(name);
        return field != null ? field : typed ? PLAIN : UNKNOWN;
    }

    /** Of a list's elements, or of the values under free keys. */
    Shape element() {
        return element != null ? element : typed ? ELEMENT : UNKNOWN;
    }

    /** What tells the elements of a list apart; empty: their index. */
    List<String> keys() {
        return keys;
    }

    /** Whether the order of elements that are told apart by keys counts. */
    boolean ordered() {
        return ordered;
    }

    /** Whether an object is the sum of its fields, so that one that live alone has is looked at field by field. */
    boolean isSumOfFields() {
        return form == Form.MAP || form == Form.BOOKKEEPING || otherwise.beside(Map.of()) instanceof Map<?, ?>;
    }

    /** What the API server puts where the field is left out beside these; null: nothing. */
    @CheckForNull
    Object defaultBeside(Map<?, ?> siblings) {
        return otherwise.beside(siblings);
    }

    /** Whether a value is the same as another one, such as the default. */
    boolean same(@CheckForNull Object value, @CheckForNull Object other) {
        if (value == null || other == null) {
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return other instanceof Map<?, ?> otherMap
                    && map.keySet().equals(otherMap.keySet())
                    && map.entrySet().stream()
                            .allMatch(entry -> field(entry.getKey().toString())
                                    .same(entry.getValue(), otherMap.get(entry.getKey())));
        }
        if (value instanceof List<?> list) {
            return other instanceof List<?> otherList
                    && list.size() == otherList.size()
                    && IntStream.range(0, list.size())
                            .allMatch(index -> element().same(list.get(index), otherList.get(index)));
        }
        return scalar.same(value, other);
    }

    /** Whether the API server keeps no field for the value. */
    boolean isNothing(@CheckForNull Object value) {
        if (value == null || !typed) {
            return value == null;
        }
        if (value instanceof String text) {
            return text.isEmpty() && !exact;
        }
        if (value instanceof List<?> list) {
            return list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() && (form == Form.MAP || form == Form.BOOKKEEPING || zero);
        }
        return zero && (Boolean.FALSE.equals(value) || value instanceof Number number && number.doubleValue() == 0);
    }
}
