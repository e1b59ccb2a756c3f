package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the places of a file that say which images run: containers of any workload, fields named {@code image} or
 * {@code …Image}, Helm's {@code repository} and {@code tag}, a kustomization's {@code images}. What an alias stands for
 * is found where its anchor is.
 */
final class ImagePlaces {
    private static final Set<String> KUSTOMIZATIONS =
            Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final String file;
    private final List<ImagePlace> places = new ArrayList<>();

    private ImagePlaces(String file) {
        this.file = file;
    }

    /** Whether a file is a kustomization, by its name. */
    static boolean kustomization(String file) {
        return KUSTOMIZATIONS.contains(file.substring(file.lastIndexOf('/') + 1));
    }

    static List<ImagePlace> in(String name, YamlFile file) {
        ImagePlaces found = new ImagePlaces(name);
        List<YamlNode> documents = file.documents();
        for (int i = 0; i < documents.size(); i++) {
            if (documents.get(i) instanceof Mapping map) {
                YamlPath path = new YamlPath(List.of(new YamlPath.Index(i)));
                if (kustomization(name)) {
                    found.addKustomize(path, map);
                } else {
                    found.add(path, map, "");
                }
            }
        }
        return found.places;
    }

    private void addKustomize(YamlPath path, Mapping kustomization) {
        if (!(values(kustomization).get("images") instanceof Sequence images)) {
            return;
        }
        for (int i = 0; i < images.items().size(); i++) {
            if (images.items().get(i) instanceof Mapping entry) {
                Map<String, YamlNode> values = values(entry);
                String name = text(values, "name");
                String newName = text(values, "newName");
                YamlPath at = path.then("images").plus(new YamlPath.Index(i));
                ImagePlace.reference(newName.isEmpty() ? name : newName, text(values, "newTag"), text(values, "digest"))
                        .map(image -> new ImagePlace.Kustomize(at, name, image))
                        .ifPresent(places::add);
            }
        }
    }

    private void add(YamlPath path, YamlNode node, String key) {
        if (node instanceof Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                add(path.plus(new YamlPath.Index(i)), list.items().get(i), key);
            }
        } else if (node instanceof Mapping map) {
            Map<String, YamlNode> values = values(map);
            boolean parts = addParts(path, map, values, key);
            values.forEach((name, value) -> {
                if (!(parts && value instanceof Scalar)) {
                    add(path.then(name), value, name);
                }
            });
        } else if (node instanceof Scalar scalar && (key.equals("image") || key.endsWith("Image"))) {
            ImageReference.parse(scalar.text())
                    .filter(image -> !image.name().isEmpty())
                    .ifPresent(image -> places.add(new ImagePlace.Text(path, image)));
        }
    }

    /** A map that says an image in parts: {@code repository}, or beside a {@code tag} an untagged name. */
    private boolean addParts(YamlPath path, Mapping map, Map<String, YamlNode> values, String key) {
        boolean tag = values.containsKey("tag") || values.containsKey("digest");
        boolean imageMap = key.equals("image") || key.endsWith("Image");
        String nameKey = values.containsKey("repository") && (tag || imageMap)
                ? "repository"
                : tag && imageMap && values.containsKey("name")
                        ? "name"
                        : values.containsKey("tag") && values.containsKey("image") ? "image" : "";
        String name = text(values, nameKey);
        String registry = text(values, "registry");
        String full = registry.isEmpty() ? name : registry + "/" + name;
        String version = text(values, "tag");
        String digest = text(values, "digest");
        if (version.contains("@")) {
            digest = version.substring(version.indexOf('@') + 1);
            version = version.substring(0, version.indexOf('@'));
        }
        var image = ImagePlace.reference(full, version, digest);
        boolean untagged =
                ImageReference.parse(name).filter(each -> !each.versioned()).isPresent();
        if (nameKey.isEmpty() || image.isEmpty() || !untagged) {
            return false;
        }
        places.add(new ImagePlace.Parts(file, path, values.keySet(), nameKey, map.position(), image.get()));
        return true;
    }

    /** The values of a map's own entries by key as it is written, whatever is merged in. */
    private static Map<String, YamlNode> values(Mapping map) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        for (Entry entry : map.entries()) {
            values.put(entry.key().text(), entry.value());
        }
        return values;
    }

    private static String text(Map<String, YamlNode> values, String key) {
        return values.get(key) instanceof Scalar scalar && scalar.value() != null ? scalar.text() : "";
    }
}
