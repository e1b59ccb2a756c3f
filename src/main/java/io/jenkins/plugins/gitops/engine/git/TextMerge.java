package io.jenkins.plugins.gitops.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;

/** Whether a change of a text is part of a third text, by Git's own three-way merge of lines. */
public final class TextMerge {

    private TextMerge() {}

    /** Whether making the change from {@code before} to {@code after} once more on {@code tip} leaves it as it is. */
    public static boolean isIncluded(byte[] before, byte[] after, byte[] tip) {
        MergeResult<RawText> merged = new MergeAlgorithm()
                .merge(RawTextComparator.DEFAULT, new RawText(before), new RawText(tip), new RawText(after));
        if (merged.containsConflicts()) {
            return false;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            new MergeFormatter().formatMerge(text, merged, List.of("before", "tip", "after"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.equals(text.toByteArray(), tip);
    }
}
