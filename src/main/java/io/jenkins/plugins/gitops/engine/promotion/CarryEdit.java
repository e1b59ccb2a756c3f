package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Promotes;
import io.jenkins.plugins.gitops.engine.git.CombinedEdit;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Carries a version from one environment's folder to another's: the declared files, values and images, and nothing else.
 *
 * @param promotes what makes a version
 * @param source the tree it is taken from
 * @param from the folder there
 * @param to the folder it is carried to
 */
record CarryEdit(Promotes promotes, TreeReader source, String from, String to) implements TreeEdit {

    /** What is carried, as people call it. */
    Version version(String commit) throws IOException {
        EnvironmentImages there = EnvironmentImages.of(source, from);
        List<ImageReference> images = new ArrayList<>();
        for (String name : promotes.images()) {
            images.add(there.named(name).orElseThrow(() -> missing(from, "the image " + name)));
        }
        List<ImageReference> all =
                promotes.everyImage() ? List.copyOf(there.all().values()) : images;
        return new Version(all, all.isEmpty() ? new CarriedContent(promotes, source, from).name(commit) : "");
    }

    @Override
    public List<FileChange> apply(TreeReader tree) throws IOException {
        return new CombinedEdit(List.of(this::files, this::values, this::images)).apply(tree);
    }

    private List<FileChange> files(TreeReader tree) throws IOException {
        List<FileChange> changes = new ArrayList<>();
        for (String file : promotes.files()) {
            TreeSet<String> paths = new TreeSet<>(below(source, below(from, file), from));
            if (paths.isEmpty()) {
                throw missing(below(from, file), "a file or folder that 'promotes' of gitops.yaml names");
            }
            paths.addAll(below(tree, below(to, file), to));
            for (String path : paths) {
                Optional<byte[]> wanted = source.read(below(from, path));
                Optional<byte[]> there = tree.read(below(to, path));
                if (wanted.isPresent() && !(there.isPresent() && Arrays.equals(wanted.get(), there.get()))) {
                    changes.add(FileChange.write(below(to, path), wanted.get()));
                } else if (wanted.isEmpty()) {
                    changes.add(FileChange.delete(below(to, path)));
                }
            }
        }
        return changes;
    }

    /** The files at or below a path, as seen from a folder. */
    private static List<String> below(TreeReader tree, String path, String folder) throws IOException {
        int start = folder.isEmpty() ? 0 : folder.length() + 1;
        List<TreeEntry> entries = tree.walk(path);
        if (entries.isEmpty()) {
            return tree.id(path).isPresent() ? List.of(path.substring(start)) : List.of();
        }
        return entries.stream().map(entry -> entry.path().substring(start)).toList();
    }

    private List<FileChange> values(TreeReader tree) throws IOException {
        List<ValueEdit.Value> carried = new ArrayList<>();
        for (Promotes.Value value : promotes.values()) {
            String file = below(from, value.file());
            YamlFile yaml = YamlFile.parse(file, source.read(file).orElseThrow(() -> missing(file, "a YAML file")));
            YamlNode node = yaml.get(value.path()).orElseThrow(() -> missing(file + "#" + value.path(), "a value"));
            if (!(node.target() instanceof YamlNode.Scalar scalar)) {
                throw missing(file + "#" + value.path(), "a string, number or boolean");
            }
            carried.add(new ValueEdit.Value(below(to, value.file()), value.path(), scalar.value()));
        }
        return carried.isEmpty() ? List.of() : new ValueEdit(carried, true).apply(tree);
    }

    private List<FileChange> images(TreeReader tree) throws IOException {
        List<ImageEdit.Image> carried = new ArrayList<>(imagesIn(tree).entrySet().stream()
                .map(image -> new ImageEdit.Image(image.getKey(), image.getValue()))
                .toList());
        return carried.isEmpty() ? List.of() : new ImageEdit(to, carried).apply(tree);
    }

    /** What is carried to a tree, by the name its manifests know each image by. */
    private Map<String, ImageReference> imagesIn(TreeReader tree) throws IOException {
        Map<String, ImageReference> carried = new LinkedHashMap<>();
        if (promotes.images().isEmpty() && !promotes.everyImage()) {
            return carried;
        }
        EnvironmentImages there = EnvironmentImages.of(source, from);
        for (String name : promotes.images()) {
            carried.put(name, there.named(name).orElseThrow(() -> missing(from, "the image " + name)));
        }
        if (promotes.everyImage()) {
            for (String name : EnvironmentImages.of(tree, to).all().keySet()) {
                there.named(name).ifPresent(image -> carried.put(name, image));
            }
            if (carried.isEmpty()) {
                throw new GitException(
                        GitException.Reason.NOT_FOUND,
                        "There is no image that both " + shown(from) + " and " + shown(to)
                                + " name; expected one, or what makes a version in 'promotes' of gitops.yaml");
            }
        }
        return carried;
    }

    private static String shown(String folder) {
        return folder.isEmpty() ? "the root" : folder;
    }

    private static String below(String folder, String path) {
        return folder.isEmpty() ? path : folder + "/" + path;
    }

    private static GitException missing(String where, String what) {
        return new GitException(
                GitException.Reason.NOT_FOUND, "Nothing to carry at " + shown(where) + ": expected " + what);
    }
}
