package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets values in YAML files, every other byte kept.
 *
 * @param values what is set where, in order
 * @param create whether a missing file or key is made
 */
public record ValueEdit(List<Value> values, boolean create) implements TreeEdit {

    /**
     * One value.
     *
     * @param file the file, from the root of the tree
     * @param path where in the file
     * @param value a string, number, boolean or null
     */
    public record Value(
            String file, YamlPath path, @CheckForNull Object value) {

        /**
         * Reads {@code FILE#PATH=VALUE}; the value is a string.
         *
         * @throws IllegalArgumentException naming the text and what was expected
         */
        public static Value parse(String assignment) {
            int hash = assignment.indexOf('#');
            int equals = hash < 0 ? -1 : endOfPath(assignment, hash + 1);
            if (hash < 1 || equals < 0) {
                throw new IllegalArgumentException("\"" + assignment.replaceFirst("(?s)[=:].*", "…")
                        + "\" is not FILE#PATH=VALUE, such as values/prod.yaml#image.tag=1.4.2");
            }
            return new Value(
                    assignment.substring(0, hash),
                    YamlPath.parse(assignment.substring(hash + 1, equals)),
                    assignment.substring(equals + 1));
        }

        /** The first equals sign that is not inside brackets: {@code [name=web]} belongs to the path. */
        private static int endOfPath(String text, int start) {
            int depth = 0;
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    i++; // what is escaped is part of a key
                } else if (c == '[') {
                    depth++;
                } else if (c == ']') {
                    depth--;
                } else if (c == '=' && depth == 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    public ValueEdit {
        values = List.copyOf(values);
    }

    @Override
    public List<FileChange> apply(TreeReader tree) throws IOException {
        Map<String, List<Value>> byFile = new LinkedHashMap<>();
        values.forEach(value ->
                byFile.computeIfAbsent(value.file(), file -> new ArrayList<>()).add(value));
        List<FileChange> changes = new ArrayList<>();
        for (Map.Entry<String, List<Value>> file : byFile.entrySet()) {
            byte[] before = read(tree, file.getKey());
            YamlFile yaml = YamlFile.parse(file.getKey(), before);
            for (Value value : file.getValue()) {
                yaml = create ? yaml.create(value.path(), value.value()) : yaml.set(value.path(), value.value());
            }
            byte[] after = yaml.bytes();
            if (!Arrays.equals(before, after)) {
                changes.add(FileChange.write(file.getKey(), after));
            }
        }
        return changes;
    }

    private byte[] read(TreeReader tree, String file) throws IOException {
        Optional<byte[]> content = tree.read(file);
        if (content.isEmpty() && !create) {
            throw new FileNotFoundException(file + " is not there; expected a YAML file, or --create (create: true)");
        }
        return content.orElse(new byte[0]);
    }
}
