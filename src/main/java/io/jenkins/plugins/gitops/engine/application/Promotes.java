package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.util.List;

/**
 * What makes a version, and is carried from one environment to another. All else in an environment's folder is its own
 * and is never carried along.
 *
 * @param images the images that are carried; none where {@code everyImage} says so
 * @param everyImage whether every image is carried that both environments name
 * @param files files and folders that are carried whole, as seen from an environment's folder
 * @param values single values in files
 */
public record Promotes(List<String> images, boolean everyImage, List<String> files, List<Value> values) {
    /** Where nothing is declared. */
    public static final Promotes DEFAULT = new Promotes(List.of(), true, List.of(), List.of());

    /**
     * A value in a YAML file.
     *
     * @param file as seen from an environment's folder
     * @param path where in the file
     */
    public record Value(String file, YamlPath path) {
        @Override
        public String toString() {
            return file + "#" + path;
        }
    }

    public Promotes {
        images = List.copyOf(images);
        files = List.copyOf(files);
        values = List.copyOf(values);
    }

    static Promotes read(Section section) {
        List<String> images = section.texts("images", Syntax::text);
        List<String> files = section.texts("files", Promotes::inside);
        List<Value> values = section.texts("values", Promotes::value);
        boolean declared = section.node("images").isPresent();
        boolean nothing = !declared
                && section.items("files").isEmpty()
                && section.items("values").isEmpty();
        if (nothing) {
            section.wrong(section.at(), "a version made of nothing", "images, files or values");
        }
        section.close();
        return new Promotes(images, !declared && files.isEmpty() && values.isEmpty(), files, values);
    }

    private static String inside(String text) {
        String path = Syntax.path(text);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file or folder below the environment's own");
        }
        return path;
    }

    private static Value value(String text) {
        int hash = text.indexOf('#');
        if (hash < 1) {
            throw new IllegalArgumentException("FILE#PATH, such as values.yaml#image.tag");
        }
        return new Value(inside(text.substring(0, hash)), YamlPath.parse(text.substring(hash + 1)));
    }
}
