package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.version.Order;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is promoted, as people call it: the images of it; where it has none what is carried, which is called the same in
 * every environment.
 *
 * @param images the images, each with its name
 * @param content what it is called without images
 */
record Version(List<ImageReference> images, String content) {

    Version {
        images = List.copyOf(images);
    }

    static Version of(Collection<ImageEdit.Image> images) {
        return new Version(
                images.stream()
                        .map(image -> new ImageReference(image.name(), "", "").with(image.reference()))
                        .toList(),
                "");
    }

    /** The one semantic version among the tags of the images; empty where there is none, or more than one. */
    Optional<Order> semantic() {
        List<SemanticVersion> versions = images.stream()
                .flatMap(image -> SemanticVersion.parse(image.tag()).stream())
                .distinct()
                .toList();
        return versions.size() == 1 ? Optional.of(new Order.Version(versions.get(0))) : Optional.empty();
    }

    /** Whether a version in quarantine is part of this one. */
    boolean isPart(String quarantined) {
        if (quarantined.equals(toString())) {
            return true;
        }
        return ImageReference.parse(quarantined)
                .filter(ImageReference::versioned)
                .filter(bad -> images.stream().anyMatch(image -> same(image, bad)))
                .isPresent();
    }

    private static boolean same(ImageReference image, ImageReference bad) {
        boolean named = image.named(bad.name()) || bad.named(image.name());
        boolean digests = !image.digest().isEmpty() && !bad.digest().isEmpty();
        return named
                && (digests ? image.digest().equals(bad.digest()) : image.tag().equals(bad.tag()));
    }

    /**
     * Whether a version, as a trailer holds it, goes by this name: all of it, an image's reference, or its tag or digest
     * alone.
     */
    static boolean isNamed(String version, String name) {
        return version.equals(name)
                || Arrays.stream(version.split(", "))
                        .anyMatch(part -> part.equals(name)
                                || ImageReference.parse(part)
                                        .filter(image -> image.tag().equals(name)
                                                || image.digest().equals(name))
                                        .isPresent());
    }

    /** The single versions that another one does not have, each as it is put into quarantine. */
    List<String> without(Version other) {
        if (images.isEmpty()) {
            return List.of(toString());
        }
        return images.stream()
                .filter(image -> !other.images().contains(image))
                .map(ImageReference::toString)
                .toList();
    }

    @Override
    public String toString() {
        return images.isEmpty()
                ? content
                : images.stream().map(ImageReference::toString).collect(Collectors.joining(", "));
    }
}
