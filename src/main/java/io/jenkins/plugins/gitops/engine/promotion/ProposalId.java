package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What an approval is bound to while there is no commit yet: every file of the environment as the promotion would make
 * it, and every file that it changes elsewhere. Another version, or anything else in the environment, is another id;
 * what others do beside it on the branch is not. Holds and quarantine are no part of it.
 */
final class ProposalId {
    private static final String OURS = ".gitops/";

    private ProposalId() {}

    /**
     * @param proposed the tree as the promotion would make it
     * @param changes what it changes there
     */
    static String of(Proposed what, TreeReader proposed, List<FileChange> changes) throws IOException {
        Environment environment = what.environment();
        TreeMap<String, String> files = new TreeMap<>();
        for (TreeEntry entry : proposed.walk(environment.target().manifests())) {
            files.put(entry.path(), entry.id());
        }
        for (FileChange change : changes) {
            files.put(change.path(), proposed.id(change.path()).orElse("deleted"));
        }
        files.keySet().removeIf(path -> path.startsWith(OURS));
        StringBuilder text =
                new StringBuilder("application " + what.application().name() + "\0environment " + environment.name());
        files.forEach((path, id) -> text.append('\0').append(id).append(' ').append(path));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
