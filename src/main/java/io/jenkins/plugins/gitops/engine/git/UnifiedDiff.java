package io.jenkins.plugins.gitops.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Changes as {@code git diff} shows them, but for the values of Secrets. */
public final class UnifiedDiff {
    private UnifiedDiff() {}

    /** The diff of changes against the tree they are for; empty where they change nothing. */
    public static String of(TreeReader tree, List<FileChange> changes) throws IOException {
        StringBuilder diff = new StringBuilder();
        for (FileChange change :
                changes.stream().sorted(Comparator.comparing(FileChange::path)).toList()) {
            diff.append(of(change.path(), tree.read(change.path()), Optional.ofNullable(change.content())));
        }
        return diff.toString();
    }

    /** The diff of one file; empty where it is the same. */
    public static String of(String path, Optional<byte[]> before, Optional<byte[]> after) throws IOException {
        byte[] old = before.orElse(new byte[0]);
        byte[] fresh = after.orElse(new byte[0]);
        RawText oldText = new RawText(old);
        RawText freshText = new RawText(fresh);
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, oldText, freshText);
        if (edits.isEmpty() && before.isPresent() == after.isPresent()) {
            return "";
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String shown = RepositoryPath.printable(path);
        out.writeBytes(("diff --git a/" + shown + " b/" + shown + "\n"
                        + "--- " + (before.isPresent() ? "a/" + shown : "/dev/null") + "\n"
                        + "+++ " + (after.isPresent() ? "b/" + shown : "/dev/null") + "\n")
                .getBytes(StandardCharsets.UTF_8));
        if (RawText.isBinary(old) || RawText.isBinary(fresh)) {
            out.writeBytes("Binary files differ\n".getBytes(StandardCharsets.UTF_8));
        } else {
            try (DiffFormatter formatter = new DiffFormatter(out)) {
                // found in the real text, so that a secret that changed shows as changed
                List<byte[]> shownText = SecretLines.hide(old, fresh);
                formatter.format(edits, new RawText(shownText.get(0)), new RawText(shownText.get(1)));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
