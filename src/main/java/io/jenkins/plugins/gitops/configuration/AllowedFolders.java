package io.jenkins.plugins.gitops.configuration;

import java.util.List;

/**
 * The folders whose jobs may use something: one full name a line, the folder's own jobs and everything below it. A line
 * of {@code /} allows every job. No line allows none.
 */
record AllowedFolders(List<String> names) {
    private static final String EVERYTHING = "/";

    AllowedFolders {
        names = List.copyOf(names);
    }

    static AllowedFolders of(String lines) {
        return new AllowedFolders(
                Lines.of(lines).stream().map(AllowedFolders::normalised).toList());
    }

    /** Whether a job may, by its full name. */
    boolean allow(String job) {
        return names.stream().anyMatch(folder -> folder.equals(EVERYTHING) || job.startsWith(folder + "/"));
    }

    private static String normalised(String line) {
        String name = line.replaceAll("^/+|/+$", "");
        return name.isEmpty() ? EVERYTHING : name;
    }
}
