package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Promotes;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files and values that make a version, wherever they stand: an environment has other commits than the one it takes
 * a version from, but the same content.
 *
 * @param promotes what makes a version
 * @param tree the tree of an environment
 * @param folder the environment's folder there
 */
record CarriedContent(Promotes promotes, TreeReader tree, String folder) {
    private static final int SHORT = 12;

    /** What it is called; by a commit where nothing is declared that makes a version. */
    String name(String commit) throws IOException {
        if (promotes.files().isEmpty() && promotes.values().isEmpty()) {
            return "commit " + commit.substring(0, Math.min(SHORT, commit.length()));
        }
        StringBuilder content = new StringBuilder();
        for (String file : promotes.files()) {
            content.append(file).append('\0').append(files(at(file))).append('\0');
        }
        for (Promotes.Value value : promotes.values()) {
            content.append(value).append('\0').append(value(value)).append('\0');
        }
        return "content " + digest(content.toString()).substring(0, SHORT);
    }

    /** By what is in the files: how they are kept may differ. */
    private String files(String path) throws IOException {
        List<TreeEntry> entries = tree.walk(path);
        return entries.isEmpty()
                ? tree.id(path).orElse("")
                : entries.stream()
                        .map(entry -> entry.path().substring(path.length()) + '\0' + entry.id())
                        .collect(Collectors.joining("\0"));
    }

    private String value(Promotes.Value value) throws IOException {
        String file = at(value.file());
        Optional<byte[]> bytes = tree.read(file);
        Optional<YamlNode> node = bytes.isEmpty()
                ? Optional.empty()
                : YamlFile.parse(file, bytes.get()).get(value.path());
        return node.map(YamlNode::target)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(scalar -> String.valueOf(((YamlNode.Scalar) scalar).value()))
                .orElse("");
    }

    private String at(String file) {
        return folder.isEmpty() ? file : folder + "/" + file;
    }

    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
