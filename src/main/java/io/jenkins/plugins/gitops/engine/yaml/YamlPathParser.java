package io.jenkins.plugins.gitops.engine.yaml;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a {@link YamlPath}. */
final class YamlPathParser {
    private final String text;
    private int at;

    YamlPathParser(String text) {
        this.text = text;
    }

    YamlPath path() {
        List<YamlPath.Step> steps = new ArrayList<>();
        while (at < text.length()) {
            if (text.charAt(at) == '[') {
                at++;
                steps.add(bracket());
            } else {
                if (!steps.isEmpty()) {
                    require('.', "'.' or '[' between steps");
                }
                steps.add(new YamlPath.Key(key(".[")));
            }
        }
        if (steps.isEmpty()) {
            throw problem("a key");
        }
        return new YamlPath(steps);
    }

    private YamlPath.Step bracket() {
        YamlPath.Step step;
        if (quoteHere()) {
            String name = quoted();
            step = at < text.length() && ".=".indexOf(text.charAt(at)) >= 0 ? match(name) : new YamlPath.Key(name);
        } else {
            int end = at;
            while (end < text.length() && "-0123456789".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            boolean index = end > at && end < text.length() && text.charAt(end) == ']';
            step = index ? index(end) : match(key(".=]"));
        }
        require(']', "']'");
        return step;
    }

    private YamlPath.Index index(int end) {
        try {
            YamlPath.Index index = new YamlPath.Index(Integer.parseInt(text.substring(at, end)));
            at = end;
            return index;
        } catch (NumberFormatException e) {
            throw problem("an index such as 0 or -1");
        }
    }

    private YamlPath.Match match(String first) {
        List<String> keys = new ArrayList<>(List.of(first));
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            keys.add(quoteHere() ? quoted() : key(".=]"));
        }
        require('=', "an index, a quoted key or key=value in brackets");
        if (quoteHere()) {
            return new YamlPath.Match(keys, quoted());
        }
        int end = text.indexOf(']', at);
        if (end < 0) {
            at = text.length();
            throw problem("']'");
        }
        String value = text.substring(at, end);
        at = end;
        return new YamlPath.Match(keys, value);
    }

    private boolean quoteHere() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            value.append(character());
        }
        require(quote, "a closing " + quote);
        return value.toString();
    }

    private String key(String ends) {
        StringBuilder key = new StringBuilder();
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            key.append(character());
        }
        if (key.isEmpty()) {
            throw problem("a key");
        }
        return key.toString();
    }

    private char character() {
        if (text.charAt(at) == '\\') {
            at++;
            if (at == text.length()) {
                throw problem("a character behind the backslash");
            }
        }
        return text.charAt(at++);
    }

    private void require(char character, String expected) {
        if (at >= text.length() || text.charAt(at) != character) {
            throw problem(expected);
        }
        at++;
    }

    private IllegalArgumentException problem(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException(
                "path '" + text + "', column " + (at + 1) + ": found " + found + ", expected " + expected);
    }
}
