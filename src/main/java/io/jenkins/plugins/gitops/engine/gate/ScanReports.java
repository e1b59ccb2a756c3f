package io.jenkins.plugins.gitops.engine.gate;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reports of image scanners, handed in by the build. */
@FunctionalInterface
public interface ScanReports {

    /**
     * The reports that were handed in under a name: one, or one an image.
     *
     * @param name as the gate has it
     * @return empty where none was handed in
     * @throws IOException where they cannot be read, with a sentence
     */
    List<Report> of(Candidate candidate, String name) throws IOException;

    /** A report, which is read once or not at all. */
    interface Report {

        /** What it is called in messages, such as its file's name. */
        String title();

        /** Its bytes; the caller closes, and may not read to the end. */
        InputStream open() throws IOException;
    }
}
