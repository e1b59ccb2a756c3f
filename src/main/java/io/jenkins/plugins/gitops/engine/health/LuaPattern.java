package io.jenkins.plugins.gitops.engine.health;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A pattern of Lua (Lua 5.2 reference manual, 6.4.1) that counts its steps: the interpreter's own matcher backtracks for
 * hours over a hostile pattern and cannot be stopped.
 */
final class LuaPattern {
    private static final int OPEN = -1;
    private static final int POSITION = -2;
    private static final int MAX_CAPTURES = 32;
    private static final int MAX_DEPTH = 200;

    private final LuaGuard guard;
    private final LuaString subject;
    private final List<Item> items;
    private final boolean anchored;
    private final int[] starts = new int[MAX_CAPTURES];
    private final int[] lengths = new int[MAX_CAPTURES];
    private int captures;
    private int depth;

    LuaPattern(LuaGuard guard, LuaString pattern, LuaString subject) {
        this.guard = guard;
        this.subject = subject;
        anchored = pattern.length() > 0 && pattern.luaByte(0) == '^';
        items = new Parser(pattern, anchored ? 1 : 0).items();
        guard.spend(pattern.length());
    }

    /** A piece of a pattern. */
    private sealed interface Item {}

    /** Bytes of a set, some times. */
    private record Bytes(BitSet set, Times times) implements Item {}

    private record Open(boolean position) implements Item {}

    private record Close() implements Item {}

    private record Balanced(int left, int right) implements Item {}

    private record Frontier(BitSet set) implements Item {}

    private record Again(int capture) implements Item {}

    private record End() implements Item {}

    private enum Times {
        ONCE,
        MAYBE,
        ANY,
        SOME,
        FEW
    }

    boolean isAnchored() {
        return anchored;
    }

    /** The end of the match that starts at an offset, or -1. */
    int match(int start) {
        captures = 0;
        depth = 0;
        return match(0, start);
    }

    boolean hasCaptures() {
        return captures > 0;
    }

    LuaString subject(int start, int end) {
        return subject.substring(start, end);
    }

    /** How many values a match gives: its captures, or the whole where it has none. */
    int values() {
        return captures == 0 ? 1 : captures;
    }

    /** A capture of the last match, counted from 0; the whole where the pattern has none. */
    LuaValue value(int capture, int start, int end) {
        if (capture >= captures) {
            if (capture == 0) {
                return subject(start, end);
            }
            throw new LuaError("invalid capture index");
        }
        if (lengths[capture] == OPEN) {
            throw new LuaError("unfinished capture");
        }
        return lengths[capture] == POSITION
                ? LuaValue.valueOf(starts[capture] + 1)
                : subject.substring(starts[capture], starts[capture] + lengths[capture]);
    }

    private int match(int firstItem, int firstAt) {
        if (++depth > MAX_DEPTH) {
            throw new LuaError("pattern too complex");
        }
        try {
            int at = firstAt;
            for (int item = firstItem; item < items.size(); item++) {
                guard.spend(1);
                Item next = items.get(item);
                if (next instanceof Bytes bytes && bytes.times != Times.ONCE) {
                    return repeated(bytes, item + 1, at);
                }
                if (next instanceof Open open) {
                    return opened(open, item + 1, at);
                }
                if (next instanceof Close) {
                    return closed(item + 1, at);
                }
                at = simple(next, at);
                if (at < 0) {
                    return -1;
                }
            }
            return at;
        } finally {
            depth--;
        }
    }

    /** Where an item ends that can match in one way only, or -1. */
    private int simple(Item item, int at) {
        if (item instanceof Bytes bytes) {
            return has(bytes.set, at) ? at + 1 : -1;
        }
        if (item instanceof Balanced balanced) {
            return balanced(balanced, at);
        }
        if (item instanceof Frontier frontier) {
            int before = at == 0 ? 0 : subject.luaByte(at - 1);
            int after = at < subject.length() ? subject.luaByte(at) : 0;
            return !frontier.set.get(before) && frontier.set.get(after) ? at : -1;
        }
        if (item instanceof Again again) {
            return again(again.capture, at);
        }
        return at == subject.length() ? at : -1;
    }

    private int repeated(Bytes bytes, int nextItem, int at) {
        if (bytes.times == Times.FEW) {
            for (int end = at; ; end++) {
                int found = match(nextItem, end);
                if (found >= 0 || !has(bytes.set, end)) {
                    return found;
                }
                guard.spend(1);
            }
        }
        int most = bytes.times == Times.MAYBE ? 1 : Integer.MAX_VALUE;
        int count = 0;
        while (count < most && has(bytes.set, at + count)) {
            count++;
        }
        guard.spend(count);
        for (int least = bytes.times == Times.SOME ? 1 : 0; count >= least; count--) {
            int found = match(nextItem, at + count);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private int opened(Open open, int nextItem, int at) {
        if (captures >= MAX_CAPTURES) {
            throw new LuaError("too many captures");
        }
        starts[captures] = at;
        lengths[captures] = open.position ? POSITION : OPEN;
        captures++;
        int found = match(nextItem, at);
        if (found < 0) {
            captures--;
        }
        return found;
    }

    private int closed(int nextItem, int at) {
        int capture = captures - 1;
        while (capture >= 0 && lengths[capture] != OPEN) {
            capture--;
        }
        if (capture < 0) {
            throw new LuaError("invalid pattern capture");
        }
        lengths[capture] = at - starts[capture];
        int found = match(nextItem, at);
        if (found < 0) {
            lengths[capture] = OPEN;
        }
        return found;
    }

    private int balanced(Balanced balanced, int at) {
        if (at >= subject.length() || subject.luaByte(at) != balanced.left) {
            return -1;
        }
        int open = 1;
        for (int end = at + 1; end < subject.length(); end++) {
            guard.spend(1);
            int found = subject.luaByte(end);
            if (found == balanced.right) {
                open--;
                if (open == 0) {
                    return end + 1;
                }
            } else if (found == balanced.left) {
                open++;
            }
        }
        return -1;
    }

    private int again(int capture, int at) {
        if (capture >= captures || lengths[capture] < 0) {
            throw new LuaError("invalid capture index");
        }
        int length = lengths[capture];
        guard.spend(length);
        boolean same =
                at + length <= subject.length() && LuaString.equals(subject, starts[capture], subject, at, length);
        return same ? at + length : -1;
    }

    private boolean has(BitSet set, int at) {
        return at < subject.length() && set.get(subject.luaByte(at));
    }

    /** Takes a pattern apart. */
    private static final class Parser {
        private final LuaString pattern;
        private int at;

        Parser(LuaString pattern, int start) {
            this.pattern = pattern;
            at = start;
        }

        List<Item> items() {
            List<Item> items = new ArrayList<>();
            while (at < pattern.length()) {
                items.add(item());
            }
            return items;
        }

        private Item item() {
            int next = peek(0);
            if (next == '(') {
                boolean position = peek(1) == ')';
                at += position ? 2 : 1;
                return new Open(position);
            }
            if (next == ')') {
                at++;
                return new Close();
            }
            if (next == '$' && at == pattern.length() - 1) {
                at++;
                return new End();
            }
            if (next == '%') {
                int kind = peek(1);
                if (kind == 'b') {
                    at += 4;
                    if (at > pattern.length()) {
                        throw new LuaError("malformed pattern (missing arguments to '%b')");
                    }
                    return new Balanced(peek(-2), peek(-1));
                }
                if (kind == 'f') {
                    at += 2;
                    if (peek(0) != '[') {
                        throw new LuaError("missing '[' after '%f' in pattern");
                    }
                    return new Frontier(single());
                }
                if (kind >= '0' && kind <= '9') {
                    at += 2;
                    return new Again(kind - '1');
                }
            }
            BitSet set = single();
            return new Bytes(set, times());
        }

        private Times times() {
            Times times =
                    switch (peek(0)) {
                        case '?' -> Times.MAYBE;
                        case '*' -> Times.ANY;
                        case '+' -> Times.SOME;
                        case '-' -> Times.FEW;
                        default -> Times.ONCE;
                    };
            at += times == Times.ONCE ? 0 : 1;
            return times;
        }

        private BitSet single() {
            int next = take();
            BitSet set = new BitSet(256);
            switch (next) {
                case '.' -> set.set(0, 256);
                case '%' -> set.or(named(takeAfterPercent()));
                case '[' -> set.or(set());
                default -> set.set(next);
            }
            return set;
        }

        private BitSet set() {
            BitSet set = new BitSet(256);
            boolean not = peek(0) == '^';
            at += not ? 1 : 0;
            boolean first = true;
            while (first || peek(0) != ']') {
                first = false;
                int from = take();
                if (from < 0) {
                    throw new LuaError("malformed pattern (missing ']')");
                }
                if (from == '%') {
                    set.or(named(takeAfterPercent()));
                } else if (peek(0) == '-' && peek(1) != ']' && peek(1) >= 0) {
                    at++;
                    int to = take();
                    if (to >= from) {
                        set.set(from, to + 1);
                    }
                } else {
                    set.set(from);
                }
            }
            at++;
            if (not) {
                set.flip(0, 256);
            }
            return set;
        }

        private int takeAfterPercent() {
            int next = take();
            if (next < 0) {
                throw new LuaError("malformed pattern (ends with '%')");
            }
            return next;
        }

        private int take() {
            int next = peek(0);
            at++;
            return next;
        }

        private int peek(int ahead) {
            return at + ahead < pattern.length() ? pattern.luaByte(at + ahead) : -1;
        }

        private static BitSet named(int letter) {
            BitSet set = new BitSet(256);
            for (int c = 0; c < 256; c++) {
                boolean in =
                        switch (Character.toLowerCase(letter)) {
                            case 'a' -> isLetter(c);
                            case 'c' -> c < ' ' || c == 127;
                            case 'd' -> isDigit(c);
                            case 'g' -> c > ' ' && c < 127;
                            case 'l' -> c >= 'a' && c <= 'z';
                            case 'p' -> c > ' ' && c < 127 && !isLetter(c) && !isDigit(c);
                            case 's' -> c == ' ' || (c >= '\t' && c <= '\r');
                            case 'u' -> c >= 'A' && c <= 'Z';
                            case 'w' -> isLetter(c) || isDigit(c);
                            case 'x' -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
                            case 'z' -> c == 0;
                            default -> c == letter;
                        };
                set.set(c, in);
            }
            if (Character.isUpperCase(letter) && "acdglpsuwxz".indexOf(Character.toLowerCase(letter)) >= 0) {
                set.flip(0, 256);
            }
            return set;
        }

        private static boolean isLetter(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }
    }
}
