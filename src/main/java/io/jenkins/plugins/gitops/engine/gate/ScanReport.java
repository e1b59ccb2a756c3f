package io.jenkins.plugins.gitops.engine.gate;

import java.util.List;

/**
 * What a report says.
 *
 * @param images what it says of the image it is about: references with tags or digests, or bare digests; empty where it
 *     names none
 * @param findings everything it lists
 */
record ScanReport(List<String> images, List<Finding> findings) {

    ScanReport {
        images = List.copyOf(images);
        findings = List.copyOf(findings);
    }
}
