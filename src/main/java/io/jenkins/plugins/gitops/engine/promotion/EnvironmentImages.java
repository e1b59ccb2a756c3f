package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The images that an environment runs, by the name its manifests know them by. What a kustomization sets stands over
 * what manifests say, and these over what they take from a base.
 */
final class EnvironmentImages {
    private final String folder;
    private final Map<String, ImageReference> images = new LinkedHashMap<>();

    private EnvironmentImages(String folder) {
        this.folder = folder;
    }

    static EnvironmentImages of(TreeReader tree, String folder) throws IOException {
        EnvironmentImages found = new EnvironmentImages(folder);
        Map<String, YamlFile> files = BaseFiles.below(tree, folder);
        Map<String, YamlFile> bases = new LinkedHashMap<>();
        for (String file : files.keySet()) {
            if (ImagePlaces.kustomization(file)) {
                bases.putAll(new BaseFiles(tree, files).of(file));
            }
        }
        found.add(files, true);
        found.add(files, false);
        found.add(bases, true);
        found.add(bases, false);
        return found;
    }

    private void add(Map<String, YamlFile> files, boolean kustomizations) throws IOException {
        Map<String, ImageReference> here = new LinkedHashMap<>();
        for (Map.Entry<String, YamlFile> file : files.entrySet()) {
            if (ImagePlaces.kustomization(file.getKey()) != kustomizations) {
                continue;
            }
            for (ImagePlace place : ImagePlaces.in(file.getKey(), file.getValue())) {
                String name = place instanceof ImagePlace.Kustomize entry
                        ? entry.name()
                        : place.image().name();
                ImageReference other = here.putIfAbsent(name, place.image());
                if (other != null && !other.equals(place.image()) && !images.containsKey(name)) {
                    throw new GitException(
                            GitException.Reason.REFUSED,
                            (folder.isEmpty() ? "The root" : folder) + " runs " + name + " in two versions, " + other
                                    + " and " + place.image() + "; name what is carried in 'promotes' of gitops.yaml");
                }
            }
        }
        here.forEach(images::putIfAbsent);
    }

    /** By name, in the order found. */
    Map<String, ImageReference> all() {
        return images;
    }

    /** The image of a name, with or without its registry. */
    Optional<ImageReference> named(String name) {
        return Optional.ofNullable(images.get(name))
                .or(() -> images.entrySet().stream()
                        .filter(entry -> new ImageReference(entry.getKey(), "", "").named(name)
                                || entry.getValue().named(name))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }
}
