package io.jenkins.plugins.gitops.engine.yaml;

/**
 * How much of a file is read before it is refused.
 *
 * @param bytes the size of the file
 * @param depth how deep maps and lists may nest
 * @param values how many values the file may stand for once its aliases are written out, so that a small file cannot
 *     unfold into a huge one
 */
public record YamlLimits(int bytes, int depth, long values) {

    /** Files written by hand, such as {@code gitops.yaml} and Helm values. */
    public static final YamlLimits HAND_WRITTEN = new YamlLimits(4 << 20, 64, 500_000);

    /** Manifests, which may be rendered and hold many objects. */
    public static final YamlLimits MANIFESTS = new YamlLimits(64 << 20, 128, 10_000_000);
}
