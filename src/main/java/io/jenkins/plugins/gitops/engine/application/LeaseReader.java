package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads leases. What cannot be read is never passed over: nobody knows what it would have allowed. */
public final class LeaseReader {
    private static final int MOST_FILES = 1000;

    private final ConfigurationReader yaml = new ConfigurationReader();

    /**
     * The leases of a tree by file, those whose time has ended too.
     *
     * @throws ConfigurationProblem where there is a mistake in them
     * @throws IOException where the tree cannot be read, or holds more than a thousand of them
     */
    public Map<String, Lease> read(TreeReader tree) throws IOException {
        List<String> paths = tree.list(Lease.FOLDER).stream()
                .filter(entry ->
                        entry.type() == TreeEntry.Type.FILE && entry.name().endsWith(".yaml"))
                .map(TreeEntry::path)
                .toList();
        if (paths.size() > MOST_FILES) {
            throw new IOException(
                    "The repository holds more than " + MOST_FILES + " leases; delete those that are over");
        }
        tree.prefetch(paths);
        Mistakes mistakes = new Mistakes();
        Map<String, Lease> leases = new TreeMap<>();
        for (String path : paths) {
            byte[] bytes = tree.read(path).orElseThrow();
            yaml.document(path, bytes, mistakes)
                    .flatMap(node -> Section.of(path, node, "a map with 'lease'", mistakes))
                    .flatMap(file -> lease(file))
                    .ifPresent(lease -> leases.put(path, lease));
        }
        if (!mistakes.inOrder().isEmpty()) {
            throw new ConfigurationProblem(mistakes.inOrder());
        }
        return leases;
    }

    private static Optional<Lease> lease(Section file) {
        Optional<Section> lease = file.section("lease");
        file.required("lease", lease, null);
        file.close();
        return lease.map(LeaseReader::read);
    }

    private static Lease read(Section section) {
        Lease.Scope scope = new Lease.Scope(
                section.text("application", Syntax::name).orElse(""),
                section.text("environment", Syntax::name).orElse(""),
                section.text("cluster", Syntax::text).orElse(""),
                section.text("resource", Syntax::resource).orElse(""),
                section.texts("fields", Syntax::jsonPointer));
        if (section.node("application").isEmpty()
                && (section.node("cluster").isEmpty()
                        || section.node("environment").isPresent())) {
            section.wrong(section.at(), "no 'application'", "one, or a 'cluster' alone");
        }
        Lease lease = new Lease(
                scope,
                section.required("by", section.text("by", LeaseReader::said), ""),
                section.required("reason", section.text("reason", LeaseReader::said), ""),
                section.text("since", LeaseReader::time).orElse(Instant.MIN),
                section.required("until", section.text("until", LeaseReader::time), Instant.MIN));
        section.close();
        return lease;
    }

    private static String said(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a text");
        }
        return text;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time such as 2026-05-01T12:00:00Z", e);
        }
    }
}
