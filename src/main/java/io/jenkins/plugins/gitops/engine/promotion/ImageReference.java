package io.jenkins.plugins.gitops.engine.promotion;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names a container image.
 *
 * @param name the repository, with its registry where one is written; empty where only a tag or digest is meant
 * @param tag empty where there is none
 * @param digest such as {@code sha256:…}; empty where there is none
 */
record ImageReference(String name, String tag, String digest) {
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");
    private static final Pattern FORM = Pattern.compile("(?<name>[a-zA-Z0-9](?:[a-zA-Z0-9._:/-]*[a-zA-Z0-9])?)?"
            + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}))?");

    /** Reads a reference; empty where a text is none. */
    static Optional<ImageReference> parse(String text) {
        int at = text.indexOf('@');
        String front = at < 0 ? text : text.substring(0, at);
        int colon = front.lastIndexOf(':');
        boolean tagged = colon > front.lastIndexOf('/');
        String name = tagged ? front.substring(0, colon) : front;
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches() || name.contains("//") || tagged && colon == front.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new ImageReference(
                name, tagged ? front.substring(colon + 1) : "", at < 0 ? "" : text.substring(at + 1)));
    }

    /** Whether it has a tag or a digest. */
    boolean versioned() {
        return !tag.isEmpty() || !digest.isEmpty();
    }

    /**
     * Whether a name, with or without its registry, is that of this image. {@code nginx} is
     * {@code docker.io/library/nginx}, and {@code shop/web} is {@code registry.example.com/shop/web}.
     */
    boolean named(String wanted) {
        String registry = registry(wanted);
        String there = registry(name);
        boolean sameRegistry =
                registry.isEmpty() || registry.equals(there) || hub(registry) && (there.isEmpty() || hub(there));
        return sameRegistry && repository(wanted).equals(repository(name));
    }

    /** This image with what another reference says of name, tag and digest. */
    ImageReference with(ImageReference wanted) {
        boolean rename = !wanted.name.isEmpty() && !named(wanted.name);
        String newName = rename ? wanted.name : name;
        return wanted.versioned()
                ? new ImageReference(newName, wanted.tag, wanted.digest)
                : new ImageReference(newName, tag, digest);
    }

    /** The host in front of a name, or nothing. */
    static String registry(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : "";
    }

    /** A name without its registry. */
    static String withoutRegistry(String name) {
        String registry = registry(name);
        return registry.isEmpty() ? name : name.substring(registry.length() + 1);
    }

    private static String repository(String name) {
        String path = withoutRegistry(name);
        String registry = registry(name);
        boolean official = (registry.isEmpty() || hub(registry)) && path.startsWith("library/");
        return official ? path.substring("library/".length()) : path;
    }

    private static boolean hub(String registry) {
        return DOCKER_HUB.contains(registry);
    }

    /** As it is written in a manifest; a tag alone where there is nothing else. */
    @Override
    public String toString() {
        String colon = tag.isEmpty() || name.isEmpty() && digest.isEmpty() ? "" : ":";
        return name + colon + tag + (digest.isEmpty() ? "" : "@" + digest);
    }
}
