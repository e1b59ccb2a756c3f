package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sets images wherever a folder says which run, every other byte kept.
 *
 * <p>An image is looked for in the {@code images} of the folder's kustomizations first; where they have no entry for
 * it, in Helm values and manifests below the folder; where it is in neither but the folder's kustomization takes it
 * from a base, an entry is added to that kustomization, so that the base stays as others see it.
 *
 * @param folder the environment's folder, empty for the root of the tree
 * @param images what is set
 */
public record ImageEdit(String folder, List<Image> images) implements TreeEdit {

    public ImageEdit {
        images = List.copyOf(images);
    }

    /**
     * An image and what it becomes.
     *
     * @param name its name, with or without its registry
     * @param reference name, tag and digest it gets; what is empty stays, but a new tag takes an old digest away
     */
    public record Image(String name, ImageReference reference) {

        /**
         * Reads {@code NAME=REFERENCE}. The reference is {@code TAG}, {@code :TAG}, {@code @DIGEST}, {@code :TAG@DIGEST}, {@code NAME:TAG},
         * {@code NAME@DIGEST}, {@code NAME:TAG@DIGEST}, or a name with a slash, to change the name alone.
         *
         * @throws IllegalArgumentException where it is none
         */
        public static Image parse(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? "" : text.substring(0, equals);
            String reference = equals < 0 ? "" : text.substring(equals + 1);
            boolean tag = !reference.isEmpty() && !reference.matches(".*[/:@].*");
            ImageReference parsed =
                    ImageReference.parse(tag ? ":" + reference : reference).orElseThrow(() -> notAnImage(text));
            if (ImageReference.parse(name).filter(each -> !each.versioned()).isEmpty()) {
                throw notAnImage(text);
            }
            return new Image(name, parsed);
        }

        /** As {@link #parse} reads it. */
        @Override
        public String toString() {
            return name + "=" + reference;
        }

        private static IllegalArgumentException notAnImage(String text) {
            return new IllegalArgumentException(
                    "\"" + text
                            + "\" is not NAME=REFERENCE, such as shop/web=1.4.2 or shop/web=registry.example.com/shop/web:1.4.2");
        }
    }

    @Override
    public List<FileChange> apply(TreeReader tree) throws IOException {
        Map<String, YamlFile> before = BaseFiles.below(tree, folder);
        Map<String, YamlFile> after = new LinkedHashMap<>(before);
        for (Image image : images) {
            set(tree, image, after);
        }
        List<FileChange> changes = new ArrayList<>();
        after.forEach((file, yaml) -> {
            byte[] bytes = yaml.bytes();
            if (yaml != before.get(file)
                    && !Arrays.equals(bytes, before.get(file).bytes())) {
                changes.add(FileChange.write(file, bytes));
            }
        });
        return changes;
    }

    /** Whether a tree runs all of the images. */
    boolean isAbout(TreeReader tree) throws IOException {
        Map<String, YamlFile> files = new LinkedHashMap<>(BaseFiles.below(tree, folder));
        for (Image image : images) {
            if (!isSet(tree, image, files)) {
                return false;
            }
        }
        return true;
    }

    private void set(TreeReader tree, Image image, Map<String, YamlFile> files) throws IOException {
        if (!isSet(tree, image, files)) {
            throw new GitException(GitException.Reason.NOT_FOUND, notFound(image, files));
        }
    }

    private boolean isSet(TreeReader tree, Image image, Map<String, YamlFile> files) throws IOException {
        return setIn(image, files, true) || setIn(image, files, false) || overBase(tree, image, files);
    }

    private static boolean setIn(Image image, Map<String, YamlFile> files, boolean kustomizations) throws IOException {
        boolean found = false;
        for (Map.Entry<String, YamlFile> file : files.entrySet()) {
            if (ImagePlaces.kustomization(file.getKey()) != kustomizations) {
                continue;
            }
            for (ImagePlace place : ImagePlaces.in(file.getKey(), file.getValue())) {
                if (place.about(image.name())) {
                    file.setValue(place.write(file.getValue(), image.reference()));
                    found = true;
                }
            }
        }
        return found;
    }

    private boolean overBase(TreeReader tree, Image image, Map<String, YamlFile> files) throws IOException {
        Optional<String> kustomization = files.keySet().stream()
                .filter(ImagePlaces::kustomization)
                .filter(file -> file.lastIndexOf('/') == (folder.isEmpty() ? -1 : folder.length()))
                .findFirst();
        if (kustomization.isEmpty()) {
            return false;
        }
        Map<String, YamlFile> bases = new BaseFiles(tree, files).of(kustomization.get());
        Map<String, ImageReference> there = new TreeMap<>();
        bases.forEach((name, file) -> ImagePlaces.in(name, file).stream()
                .filter(place -> place.about(image.name()))
                .forEach(place -> there.put(place.image().name(), place.image())));
        YamlFile file = files.get(kustomization.get());
        for (ImageReference base : there.values()) {
            file = file.append("images", entry(base, base.with(image.reference())));
        }
        files.put(kustomization.get(), file);
        return !there.isEmpty();
    }

    private static Map<String, String> entry(ImageReference base, ImageReference wanted) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("name", base.name());
        if (!wanted.name().equals(base.name())) {
            entry.put("newName", wanted.name());
        }
        if (!wanted.tag().isEmpty()) {
            entry.put("newTag", wanted.tag());
        }
        if (!wanted.digest().isEmpty()) {
            entry.put("digest", wanted.digest());
        }
        return entry;
    }

    private String notFound(Image image, Map<String, YamlFile> files) {
        SortedSet<String> there = new TreeSet<>();
        files.forEach((name, file) -> ImagePlaces.in(name, file)
                .forEach(place -> there.add(place.image().name())));
        String where = folder.isEmpty() ? "the root" : folder;
        return "No image " + image.name() + " in " + where
                + (there.isEmpty()
                        ? ", and no other; expected one in a kustomization, Helm values or a manifest"
                        : "; there are: " + String.join(", ", there));
    }
}
