package io.jenkins.plugins.gitops.engine.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How an object in a cluster says that an environment delivered it: a label that LIST can select, and an annotation
 * that names the object itself. A controller that copies an object's metadata copies both, so an object is only ours
 * where the annotation names that very object (Argo CD: annotation tracking, "self-referenced" resources).
 *
 * @param installation tells two Jenkins controllers apart that deliver into one cluster
 * @param application the application's name
 * @param environment the environment's name
 */
public record Tracking(String installation, String application, String environment) {

    /** The label; its value is {@link #label()}. */
    public static final String LABEL = "gitops.jenkins.io/environment";

    /** The annotation; its value is {@link #id(ResourceKey)}. */
    public static final String ANNOTATION = "gitops.jenkins.io/tracking-id";

    /** 80 bits: no two environments share them by accident, and far from a label's 63 characters. */
    private static final int LABEL_LENGTH = 20;

    public Tracking {
        requireName("installation", installation);
        requireName("application", application);
        requireName("environment", environment);
    }

    private static void requireName(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("Tracking needs the name of the " + what);
        }
    }

    /** The label's value: the same for all objects of the environment, and for no other environment's. */
    public String label() {
        String names = String.join("\0", installation, application, environment);
        return HexFormat.of().formatHex(sha256(names)).substring(0, LABEL_LENGTH);
    }

    /** What LIST selects the environment's objects by: {@code LABEL=VALUE}. */
    public String selector() {
        return LABEL + "=" + label();
    }

    /** The annotation's value for one object: {@code INSTALLATION:APPLICATION/ENVIRONMENT:GROUP/KIND:NAMESPACE/NAME}. */
    public String id(ResourceKey key) {
        return installation + ":" + application + "/" + environment + ":" + key.group() + "/" + key.kind() + ":"
                + key.namespace() + "/" + key.name();
    }

    /** A copy that carries label and annotation; the namespace it will live in must be set already. */
    public Resource mark(Resource desired) {
        return desired.with(label(), "metadata", "labels", LABEL)
                .with(id(desired.key()), "metadata", "annotations", ANNOTATION);
    }

    /** Whether this environment delivered this very object; false for a copy, whose annotation names the original. */
    public boolean owns(Resource live) {
        return label().equals(live.labels().get(LABEL))
                && live.annotation(ANNOTATION).filter(id(live.key())::equals).isPresent();
    }

    /** Whether some environment, whichever, delivered this very object: for those who know none. */
    public static boolean isOwned(Resource live) {
        ResourceKey key = live.key();
        String itself = ":" + key.group() + "/" + key.kind() + ":" + key.namespace() + "/" + key.name();
        return live.labels().containsKey(LABEL)
                && live.annotation(ANNOTATION).filter(id -> id.endsWith(itself)).isPresent();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }
}
