package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.yaml.Position;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.util.Optional;
import java.util.Set;

/** A place in a file that says which image runs. */
sealed interface ImagePlace {

    /** What it says now. */
    ImageReference image();

    /** Whether it is about the image of a name. */
    default boolean about(String name) {
        return image().named(name);
    }

    /** The file with another image there. */
    YamlFile write(YamlFile file, ImageReference image) throws YamlProblem;

    /** A whole reference in one text: {@code image: shop/web:1.4.2}. */
    record Text(YamlPath path, ImageReference image) implements ImagePlace {

        @Override
        public YamlFile write(YamlFile file, ImageReference wanted) throws YamlProblem {
            return file.set(path, image.with(wanted).toString());
        }
    }

    /**
     * Parts of a reference by key, as Helm charts have them: repository, tag, and where the chart knows them registry
     * and digest.
     *
     * @param map where the keys stand
     * @param keys the keys that are there
     * @param nameKey the key of the name
     */
    record Parts(String file, YamlPath map, Set<String> keys, String nameKey, Position position, ImageReference image)
            implements ImagePlace {

        @Override
        public YamlFile write(YamlFile before, ImageReference wanted) throws YamlProblem {
            ImageReference next = image.with(wanted);
            YamlFile after = before;
            if (!next.name().equals(image.name())) {
                boolean apart = keys.contains("registry");
                after = after.set(map.then(nameKey), apart ? ImageReference.withoutRegistry(next.name()) : next.name());
                after = apart ? after.set(map.then("registry"), ImageReference.registry(next.name())) : after;
            }
            if (!wanted.versioned()) {
                return after;
            }
            if (keys.contains("digest")) {
                boolean other = !next.digest().equals(image.digest());
                after = other ? after.set(map.then("digest"), next.digest()) : after;
                return next.tag().isEmpty() ? after : after.create(map.then("tag"), next.tag());
            }
            if (next.tag().isEmpty()) {
                throw new YamlProblem(
                        file, position, "no 'digest' beside '" + nameKey + "'", "one, or a tag with the digest");
            }
            String digest = next.digest().isEmpty() ? "" : "@" + next.digest();
            return after.create(map.then("tag"), next.tag() + digest);
        }
    }

    /**
     * An entry of a kustomization's {@code images}. Its own name is what manifests say; an empty digest or tag is none.
     *
     * @param entry where it stands
     * @param name the name in manifests that it replaces
     */
    record Kustomize(YamlPath entry, String name, ImageReference image) implements ImagePlace {

        @Override
        public boolean about(String wanted) {
            return new ImageReference(name, "", "").named(wanted) || image.named(wanted);
        }

        @Override
        public YamlFile write(YamlFile before, ImageReference wanted) throws YamlProblem {
            ImageReference next = image.with(wanted);
            YamlFile after = before;
            if (!next.name().equals(image.name())) {
                after = after.create(entry.then("newName"), next.name());
            }
            if (!wanted.versioned()) {
                return after;
            }
            after = next.tag().equals(image.tag()) ? after : after.create(entry.then("newTag"), next.tag());
            return next.digest().equals(image.digest()) ? after : after.create(entry.then("digest"), next.digest());
        }
    }

    /** An image of a name in parts. */
    static Optional<ImageReference> reference(String name, String tag, String digest) {
        String text = name + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
        return name.isEmpty() ? Optional.empty() : ImageReference.parse(text);
    }
}
