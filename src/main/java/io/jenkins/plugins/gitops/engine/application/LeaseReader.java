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

    /** Later ones are written otherwise, and no program counts on them. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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
            lease(path, bytes, mistakes).ifPresent(lease -> leases.put(path, lease));
        }
        if (!mistakes.inOrder().isEmpty()) {
            throw new ConfigurationProblem(mistakes.inOrder());
        }
        return leases;
    }

    /**
     * Makes sure that a lease will be read as it is when it is a file; one that is not holds up the whole repository.
     *
     * @throws ConfigurationProblem where it will not be
     */
    public void check(String path, Lease lease) throws ConfigurationProblem {
        Mistakes mistakes = new Mistakes();
        lease(path, lease.toYaml(), mistakes);
        if (!mistakes.inOrder().isEmpty()) {
            throw new ConfigurationProblem(mistakes.inOrder());
        }
    }

    private Optional<Lease> lease(String path, byte[] bytes, Mistakes mistakes) {
        return yaml.document(path, bytes, mistakes)
                .flatMap(node -> Section.of(path, node, "a map with 'lease'", mistakes))
                .flatMap(LeaseReader::lease);
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
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time such as 2026-05-01T12:00:00Z", e);
        }
        if (time.isAfter(LATEST)) {
            throw new IllegalArgumentException("a time before the year 10000");
        }
        return time;
    }
}
