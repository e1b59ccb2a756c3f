package io.jenkins.plugins.gitops.engine.gate;

/**
 * A reference to an image, taken apart to be compared.
 *
 * @param name with its registry, that of Docker Hub written out; empty for a bare digest
 * @param tag empty where there is none
 * @param digest empty where there is none
 */
record ImageName(String name, String tag, String digest) {

    static ImageName parse(String reference) {
        int at = reference.indexOf('@');
        String digest = at < 0 ? "" : reference.substring(at + 1);
        String front = at < 0 ? reference : reference.substring(0, at);
        if (at < 0 && front.matches("[a-z0-9]+:[0-9a-f]{32,}")) {
            return new ImageName("", "", front);
        }
        int colon = front.lastIndexOf(':');
        boolean tagged = colon > front.lastIndexOf('/');
        return new ImageName(
                full(tagged ? front.substring(0, colon) : front), tagged ? front.substring(colon + 1) : "", digest);
    }

    private static String full(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!host) {
            return "docker.io/" + (slash < 0 ? "library/" : "") + name;
        }
        return first.equals("index.docker.io") ? "docker.io" + name.substring(slash) : name;
    }

    /** Whether another reference has the same digest; only where both have one is the answer certain. */
    boolean sameDigest(ImageName other) {
        return !digest.isEmpty() && digest.equals(other.digest);
    }

    boolean sameTag(ImageName other) {
        return name.equals(other.name) && tag.equals(other.tag);
    }
}
